/** A permission that is missing once everything stands: what only looks says what it may not see, and never keeps silent. */
import { describe, expect, onTestFinished, test } from "vitest";
import { failureLines } from "../../src/commands/deploy-screen.ts";
import { readFailure } from "../../src/deployments/failure.ts";
import { followDeployment } from "../../src/deployments/follow.ts";
import { firstStored, readPast } from "../../src/deployments/good-revision.ts";
import { isStored } from "../../src/deployments/revision.ts";
import { followRollback } from "../../src/deployments/rollback.ts";
import { WizardError } from "../../src/engine/errors.ts";
import type { EngineEvent } from "../../src/engine/report.ts";
import { type Rehearsal, rehearse } from "../commands/rehearsal.ts";
import { failedStart, openSite, type Site } from "../deployments/site.ts";
import { denial, nameOf, permissionOf } from "./denial.ts";
import { everything } from "./insist.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const timeout = whole ? 600_000 : 60_000;

/** Each kind of call once; without `npm run test:crash` every eighth of them. */
const some = (calls: readonly string[]) => [...new Set(calls)].filter((_, index) => whole || index % 8 === 1);

type Run = (one: Rehearsal) => Promise<{ exitCode: number }>;
const runs: Record<string, Run> = {
  status: (one) => one.status(),
  plan: (one) => one.plan(),
  resume: (one) => one.resume(),
  recover: (one) => {
    one.lose();
    return one.recover();
  },
  destroy: (one) => one.destroy(),
  "destroy --all": (one) => one.destroyAll(),
};

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  test.each(Object.keys(runs))(
    "%s names what it was denied",
    async (name) => {
      const run = runs[name]!;
      const events: EngineEvent[] = [];
      const one = rehearse(everything(entry), (event) => void events.push(event));
      onTestFinished(one.end);
      await one.provision();
      const restore = await one.snapshot();
      await run(one);
      const silent: string[] = [];
      for (const call of some(one.calls)) {
        await restore();
        events.length = 0;
        let times = 0;
        one.weather = (each) => {
          if (each !== call) return undefined;
          times += 1;
          return { error: denial(call), acted: false };
        };
        const ended = await run(one).catch((error: unknown) => error);
        one.weather = undefined;
        if (times === 0) silent.push(`${call} was never sent`);
        else if (ended instanceof WizardError) {
          if (!ended.message.includes(nameOf(call))) silent.push(`${call} is not named: ${ended.message}`);
          if (!`${ended.message} ${ended.hint}`.includes(permissionOf(call)))
            silent.push(`${call}: the hint is ${ended.hint}`);
        } else if (ended instanceof Error) silent.push(`${call}: ${ended}`);
        else {
          const told = [...one.lines, JSON.stringify(events), JSON.stringify(ended)].join("\n");
          if (!told.includes(nameOf(call))) silent.push(`${call} is not told of`);
          if (!told.includes(permissionOf(call))) silent.push(`${call}: its permission is not told`);
        }
      }
      expect(silent).toEqual([]);
    },
    timeout,
  );
});

/** What `deploy` asks of AWS when the app does not start, and what it tells then; after that `rollback`'s looks. */
async function deployInVain({ aws, poll, tools, place, begin }: Site): Promise<string> {
  const nobody = () => undefined;
  await isStored(aws, { bucket: place.bucket, key: "2.zip" });
  const info = await followDeployment(aws, poll, await begin("2.zip", failedStart), nobody);
  const facts = await readFailure(tools, place, info);
  await followRollback(tools, info, nobody, nobody);
  const { former } = await readPast(aws, place);
  await firstStored(aws, former);
  return failureLines(facts).join("\n");
}

const codes: Record<string, string> = { ssm: "AccessDeniedException", codedeploy: "AccessDeniedException" };

test(
  "deploy and rollback name what they were denied",
  async () => {
    const site = await openSite();
    await site.begin("1.zip");
    await site.settle();
    site.calls.length = 0;
    await deployInVain(site);
    const calls = [...new Set(site.calls)];
    expect(calls.length).toBeGreaterThan(6);
    const silent: string[] = [];
    for (const call of calls) {
      const [service = "", command = ""] = call.split(" ");
      const another = await openSite();
      await another.begin("1.zip");
      await another.settle();
      another.fault({ command, code: codes[service] ?? "AccessDenied", status: 403, times: 1000 });
      const told = await deployInVain(another).catch((error: unknown) => error);
      const words = told instanceof WizardError ? `${told.message} ${told.hint}` : String(told);
      if (!words.includes(nameOf(call))) silent.push(`${call} is not named: ${words}`);
      if (told instanceof WizardError && !words.includes(permissionOf(call))) silent.push(`${call}: ${words}`);
    }
    expect(silent).toEqual([]);
  },
  timeout,
);
