import { describe, expect, it } from "vitest";
import { nouns, planLines, planTotals } from "../../src/commands/plan-view.ts";
import type { PlannedChange } from "../../src/engine/plan.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { widthOf } from "../../src/layout/width.ts";
import { registry } from "../../src/steps/registry.ts";

const change = (step: string, kind: string, more: Partial<PlannedChange> = {}): PlannedChange => ({
  key: `${step}.${kind}`,
  kind,
  step,
  title: `${kind} shop-prod`,
  action: "create",
  detail: [],
  ...more,
});

const screen = (columns: number, language: "en" | "ko" = "en") => ({
  columns,
  text: (saying: Parameters<typeof inLanguage>[1]) => inLanguage(catalogs[language], saying),
});

const everything = [...registry.keys()].map((kind) => change("network", kind));

describe("the plan on a screen", () => {
  it("has a word for every kind of resource", () => {
    expect([...registry.keys()].filter((kind) => !nouns[kind])).toEqual([]);
  });

  it("counts what is made, step by step in their order, and leaves out steps with nothing in them", () => {
    const lines = planLines(
      [change("rds", "db-instance"), change("ec2", "instance"), change("ec2", "parameter"), change("ec2", "parameter")],
      screen(100),
    );
    expect(lines.map((line) => line.trim().replace(/ +/g, " "))).toEqual([
      "ec2 the server and its role",
      "+ instance, 2 x parameter",
      "rds the database, reached by the app alone",
      "+ database",
    ]);
  });

  it("names what changes, why, what goes, and what cannot be changed", () => {
    const lines = planLines(
      [
        change("ec2", "instance", { action: "update", detail: ["disk: 20 -> 30"] }),
        change("ec2", "role", { action: "none" }),
        change("rds", "db-instance", { action: "update", detail: ["storage: 50 -> 20"], instead: "Keep 50." }),
        change("rds", "parameter", { action: "delete", detail: ["no longer in the config"] }),
        change("alb", "listener", { action: "unknown" }),
        change("alb", "record-set", { detail: ["takes the place of A 192.0.2.1"] }),
      ],
      screen(100),
    ).join("\n");
    expect(lines).toContain("~ instance shop-prod (disk: 20 -> 30)");
    expect(lines).toContain("1 there already");
    expect(lines).toContain("cannot be changed in place: Keep 50.");
    expect(lines).toContain("- parameter shop-prod");
    expect(lines).toContain("? listener shop-prod");
    expect(lines).toContain("~ record-set shop-prod (takes the place of A 192.0.2.1)");
  });

  it.each([40, 60, 80, 120])("fits %i columns in both languages", (columns) => {
    for (const language of ["en", "ko"] as const) {
      const lines = planLines(everything, screen(columns, language));
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    }
  });

  it("sums up without what there is none of", () => {
    expect(String(planTotals([change("ec2", "instance"), change("ec2", "role", { action: "none" })]))).toBe(
      "Plan: 1 to make, 1 as it should be.",
    );
    expect(String(planTotals([]))).toBe("Plan: nothing to do.");
  });
});
