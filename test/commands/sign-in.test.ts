import { expect, test } from "vitest";
import { back } from "../../src/commands/asks.ts";
import { pauseForSignIn } from "../../src/commands/sign-in.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { manualClock } from "../support/manual-clock.ts";
import { silent } from "./silent.ts";

const expired = new WizardError("session-expired", "The AWS session has expired.");

/** Asks with these answers; every answer takes the person an hour. */
function pause(answers: (string | typeof back)[], accounts: (string | WizardError)[]) {
  const clock = manualClock();
  const said: string[] = [];
  const text = async () => {
    clock.advance(3600);
    return answers.shift() ?? back;
  };
  const io = { ...silent, interactive: true, say: (line: unknown) => void said.push(String(line)) };
  const whoAmI = async () => {
    const next = accounts.shift() ?? "111122223333";
    if (next instanceof WizardError) throw next;
    return next;
  };
  const made = pauseForSignIn({ ...io, ask: { ...io.ask, text } }, clock, whoAmI);
  made.isFor("111122223333");
  return { ...made, said, time: clock };
}

test("the same account goes on, and no deadline has come nearer", async () => {
  const { signInAgain, clock, time } = pause([""], []);
  const before = clock.now();
  await signInAgain!(expired);
  expect(clock.now()).toBe(before);
  expect(time.now()).toBe(3_600_000);
});

test("another account is refused, exit 4, and both are named", async () => {
  const { signInAgain } = pause([""], ["999988887777"]);
  await expect(signInAgain!(expired)).rejects.toMatchObject({
    code: "state",
    exitCode: 4,
    message: expect.stringMatching(/999988887777.*111122223333/),
  });
});

test("still expired: told, and asked again", async () => {
  const { signInAgain, said } = pause(["", ""], [expired]);
  await signInAgain!(expired);
  expect(said).toEqual(["The AWS session has expired."]);
});

test("what is wrong otherwise ends the pause, and so does the person", async () => {
  const denied = new WizardError("refused", "AWS denied sts:GetCallerIdentity");
  await expect(pause([""], [denied]).signInAgain!(expired)).rejects.toBe(denied);
  await expect(pause([back], []).signInAgain!(expired)).rejects.toBe(expired);
});

test("where nothing may be asked there is no pause", () => {
  expect(pauseForSignIn(silent, manualClock(), async () => "1").signInAgain).toBeUndefined();
});
