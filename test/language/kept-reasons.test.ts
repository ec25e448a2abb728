import { expect, onTestFinished, test } from "vitest";
import type { EngineEvent } from "../../src/engine/report.ts";
import { korean } from "../../src/language/ko/korean.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { rehearse } from "../commands/rehearsal.ts";

test("why destroy keeps something is said in the person's language, and recorded in English", async () => {
  const events: EngineEvent[] = [];
  const one = rehearse({ domain: "example.com" }, (event) => void events.push(event));
  onTestFinished(one.end);
  await one.provision();
  await one.destroy();
  const reasons = events.flatMap((event) =>
    event.type === "resource" && event.action === "kept" ? [event.detail ?? ""] : [],
  );
  expect(reasons.map(String)).toContain("it is the last copy of the database");
  for (const reason of reasons) expect(inLanguage(korean, reason)).toMatch(/[가-힣]/);
  const recorded = (await one.state())!.entries().flatMap(([, entry]) => ("kept" in entry ? [entry.kept] : []));
  expect(recorded.length).toBeGreaterThan(1);
  for (const reason of recorded) expect(reason).toMatch(/^[a-z]/);
});
