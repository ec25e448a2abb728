import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { callsOf, type Project, project, resultOf } from "./project.ts";

const lockFile = ".deploy-wizard/prod.lock";
const since = "2026-01-05T09:00:00.000Z";
const setUp = ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-assets"];

/** A project whose lock a run on another machine has left behind. */
function lockedElsewhere(): Project & { id: string } {
  const its = project();
  const id = randomUUID();
  mkdirSync(its.path(".deploy-wizard"));
  its.write(lockFile, JSON.stringify({ id, pid: 4711, host: "build-7", since }));
  return { ...its, id };
}

test("another machine's lock: refused without its id and with another, taken over with it", async () => {
  const { expectRun, read, has, id } = lockedElsewhere();
  const before = read(lockFile);
  const refused = await expectRun(4, [...setUp, "--verbose"]);
  expect(refused.stderr).toContain(`(process 4711 on build-7, since ${since})`);
  expect(refused.stderr).toContain(`--force-unlock ${id}`);
  expect(changesOf(refused.stderr)).toEqual([]);

  const wrong = await expectRun(4, [...setUp, "--verbose", "--force-unlock", randomUUID()]);
  expect(wrong.stderr).toContain(`has the id ${id}, not `);
  expect(changesOf(wrong.stderr)).toEqual([]);
  expect(read(lockFile)).toBe(before);

  const typo = await expectRun(2, [...setUp, "--force-unlock", "build-7"]);
  expect(typo.stderr).toContain("expected the id that the error named");

  const taken = await expectRun(0, [...setUp, "--json", "--force-unlock", id]);
  expect(resultOf(taken)).toMatchObject({ status: "complete" });
  expect(has(lockFile)).toBe(false);
});

test("of two runs at once the second says who is at work, since when and on which machine, and changes nothing", async () => {
  const its = project();
  let second: Promise<string[]> | undefined;
  const refuse = async () => {
    const { pid, since, id } = JSON.parse(its.read(lockFile));
    const forced = await its.expectRun(4, [...setUp, "--verbose", "--force-unlock", id]);
    const { stderr } = await its.expectRun(4, ["destroy", "--confirm", "shop", "--verbose"]);
    const who = `(process ${pid} on ${hostname()}, since ${since})`;
    for (const said of [stderr, forced.stderr]) expect(said).toContain(who);
    return [...changesOf(stderr), ...changesOf(forced.stderr)];
  };
  const first = await its.run([...setUp, "--json"], {
    // So slow that it is still at work when the others have been turned away.
    env: { DEPLOY_WIZARD_SANDBOX_SPEED: "30" },
    onEvent: ({ type }) => {
      if (type === "resource") second ??= refuse();
    },
  });
  expect(await second).toEqual([]);
  expect(first.code, first.stdout.split("\n").slice(-6).join("\n")).toBe(0);
});

/** The calls of a `--verbose` run that may have changed something. */
const changesOf = (stderr: string) =>
  callsOf(stderr).filter((call) => !/^(BatchGet|Describe|Get|Head|List|Simulate)/.test(call));
