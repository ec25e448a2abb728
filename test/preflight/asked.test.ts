import { describe, expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { asked } from "../../src/preflight/asked.ts";

const question = (signal = new AbortController().signal, seconds = 5) =>
  ({ check: "quotas", about: "The quota of bicycles", signal, seconds }) as const;

describe("a check that cannot be made", () => {
  test("is unknown, with AWS's reason in one line", async () => {
    const refused = new WizardError("refused", "AWS denied it:\n  no bicycles (AccessDenied)");
    expect(await asked(question(), () => Promise.reject(refused))).toEqual([
      {
        check: "quotas",
        status: "unknown",
        message: "The quota of bicycles could not be asked: AWS denied it: no bicycles (AccessDenied)",
      },
    ]);
  });

  test("is unknown when it takes too long", async () => {
    expect(await asked(question(undefined, 0.01), () => new Promise(() => undefined))).toMatchObject([
      { status: "unknown", message: "The quota of bicycles could not be asked: no answer within 0.01 seconds" },
    ]);
  });
});

test("a mistake of ours is no finding", async () => {
  await expect(asked(question(), () => Promise.reject(new TypeError("oops")))).rejects.toThrow("oops");
});

test("Ctrl-C ends it, whatever it was waiting for", async () => {
  const control = new AbortController();
  const running = asked(question(control.signal), () => new Promise(() => undefined));
  control.abort(new WizardError("interrupted", "Interrupted."));
  await expect(running).rejects.toThrow("Interrupted.");
});
