/** A permission that is missing for a command that looks or takes down: told by its name, and never taken for an answer. */
import { describe, expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { type Drifting, openDrifting } from "../commands/drifting.ts";
import { denial, nameOf, permissionOf } from "./denial.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const timeout = whole ? 900_000 : 120_000;

const commands: [string, (its: Drifting) => Promise<unknown>][] = [
  ["plan", ({ one }) => one.plan()],
  ["status", ({ one }) => one.status()],
  ["resume", ({ one }) => one.resume()],
  ["destroy", ({ one }) => one.destroy()],
  ["destroy --all", ({ one }) => one.destroyAll()],
  [
    "recover",
    async ({ one }) => {
      one.lose();
      return one.recover();
    },
  ],
];

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  test.each(commands)(
    "%s",
    async (_, run) => {
      const its = await openDrifting(entry);
      const { one, back, warned } = its;
      await run(its);
      const calls = [...new Set(one.calls)].filter((_each, index) => whole || index % 4 === (entry === "alb" ? 1 : 3));
      expect(calls.length).toBeGreaterThan(5);
      const wrong: string[] = [];
      for (const call of calls) {
        await back();
        warned.length = 0;
        let denied = 0;
        one.weather = (each) => {
          if (each !== call) return undefined;
          denied += 1;
          return { error: denial(call), acted: false };
        };
        const told = await run(its).then(
          (result) => [JSON.stringify(result), ...one.lines, ...warned].join("\n"),
          (error) => {
            if (!(error instanceof WizardError)) return `${error}`;
            return `${error.message} ${error.hint}`;
          },
        );
        one.weather = undefined;
        if (denied > 0 && !told.includes(nameOf(call))) wrong.push(`${call} is not named: ${told.slice(-300)}`);
        if (denied > 0 && told.includes("Let this user") && !told.includes(permissionOf(call))) {
          wrong.push(`${call}: its permission is not named`);
        }
      }
      await back();
      one.end();
      expect(wrong).toEqual([]);
    },
    timeout,
  );
});
