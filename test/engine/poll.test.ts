import { expect, test } from "vitest";
import { type Clock, sleepReally, systemClock } from "../../src/engine/clock.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { createPoll, type PollSettings, type Progress } from "../../src/engine/poll.ts";
import { manualClock } from "../support/manual-clock.ts";

function open(settings: Partial<PollSettings> = {}) {
  const clock = manualClock();
  const looks: number[] = [];
  const waits: Progress[] = [];
  const poll = createPoll({
    clock,
    signal: new AbortController().signal,
    intervalSeconds: undefined,
    timeoutSeconds: 60,
    onWait: (progress) => waits.push(progress),
    random: () => 0,
    ...settings,
  });
  const until = (seconds: number) => async () => {
    looks.push(clock.now() / 1000);
    return clock.now() >= seconds * 1000;
  };
  return { clock, poll, until, looks, waits };
}

test("looks at once and then every five seconds unless told otherwise; the answer ends it", async () => {
  const { poll, until, looks } = open();
  expect(await poll({ what: "it" }, until(12))).toBe(true);
  expect(looks).toEqual([0, 5, 10, 15]);
  const other = open();
  await other.poll({ what: "it", everySeconds: 2 }, other.until(3));
  expect(other.looks).toEqual([0, 2, 4]);
});

test("anything but undefined and false is an answer", async () => {
  for (const answer of [0, "", null, {}]) expect(await open().poll({ what: "it" }, async () => answer)).toBe(answer);
});

test("--poll-interval bounds the pause from above and never lengthens it", async () => {
  const short = open({ intervalSeconds: 0.5 });
  await short.poll({ what: "it" }, short.until(1));
  expect(short.looks).toEqual([0, 0.5, 1]);
  const long = open({ intervalSeconds: 30 });
  await long.poll({ what: "it" }, long.until(6));
  expect(long.looks).toEqual([0, 5, 10]);
});

test("jitter shortens the pause by up to a fifth, so many waits do not look in step", async () => {
  const { poll, until, looks } = open({ random: () => 1 });
  await poll({ what: "it" }, until(8));
  expect(looks).toEqual([0, 4, 8]);
});

test("the deadline gives one last look and then says what was waited for, how long, and why", async () => {
  const { poll, looks, until } = open({ timeoutSeconds: 12 });
  const failure = poll({ what: "database shop-prod to be available" }, async (note) => {
    note("it is modifying");
    return until(99)();
  });
  await expect(failure).rejects.toMatchObject({
    code: "timeout",
    message: "Gave up waiting for database shop-prod to be available after 12 s: it is modifying",
    hint: expect.stringContaining("resume"),
  });
  expect(looks).toEqual([0, 5, 10, 12]);
});

test("a wait's own limit and hint come before --timeout", async () => {
  const { poll, until, looks } = open();
  const failure = poll({ what: "it", timeoutSeconds: 3, hint: "Ask again." }, until(99));
  await expect(failure).rejects.toMatchObject({ hint: "Ask again.", message: "Gave up waiting for it after 3 s" });
  expect(looks).toEqual([0, 3]);
});

test("tells each pause with the elapsed and the usual time and AWS's reason", async () => {
  const { poll, until, waits } = open();
  await poll({ what: "it", usualSeconds: 30 }, async (note) => {
    note("pending");
    return until(5)();
  });
  expect(waits).toEqual([{ what: "it", usualSeconds: 30, elapsedSeconds: 0, reason: "pending" }]);
});

test("a permanent error ends the wait at once", async () => {
  const { poll, clock } = open();
  const failed = new WizardError("resource-failed", "It failed.");
  await expect(poll({ what: "it" }, () => Promise.reject(failed))).rejects.toBe(failed);
  expect(clock.now()).toBe(0);
});

test("an abort ends the pause with its reason, and no look follows", async () => {
  const controller = new AbortController();
  const reason = new WizardError("interrupted", "Interrupted.");
  let looks = 0;
  const poll = createPoll({
    clock: systemClock,
    signal: controller.signal,
    intervalSeconds: undefined,
    timeoutSeconds: 60,
    onWait: () => setImmediate(() => controller.abort(reason)),
  });
  const look = async () => {
    looks += 1;
    return false;
  };
  await expect(poll({ what: "it" }, look)).rejects.toBe(reason);
  await expect(poll({ what: "it" }, look)).rejects.toBe(reason);
  expect(looks).toBe(1);
});

test("an answer that arrives with the abort still counts", async () => {
  const controller = new AbortController();
  const { poll } = open({ signal: controller.signal });
  const answer = await poll({ what: "it" }, async () => {
    controller.abort(new Error("stop"));
    return "made";
  });
  expect(answer).toBe("made");
});

test("the machine's clock is monotonic, sleeps really, and wakes up on an abort", async () => {
  const clock: Clock = systemClock;
  const before = clock.now();
  await clock.sleep(20);
  expect(clock.now() - before).toBeGreaterThanOrEqual(18);
  expect(Math.abs(clock.wall().getTime() - Date.now())).toBeLessThan(1000);
  const controller = new AbortController();
  const sleeping = sleepReally(60_000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
  await expect(sleepReally(1, controller.signal)).rejects.toThrow("enough");
});

test("what rounding leaves of a deadline is not waited for: such a sleep would never end it", async () => {
  let now = 0;
  const sleeps: number[] = [];
  const clock: Clock = {
    ...manualClock(),
    now: () => now,
    async sleep(milliseconds) {
      sleeps.push(milliseconds);
      // As far as it can go with so large a number: never quite there.
      now = Math.min(now + milliseconds, 60_000 - 1e-9);
      if (sleeps.length > 100) throw new Error("it never ends");
    },
  };
  await expect(open({ clock }).poll({ what: "it" }, async () => false)).rejects.toMatchObject({ code: "timeout" });
  expect(sleeps).toHaveLength(12);
});
