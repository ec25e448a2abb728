import { afterEach, expect, test, vi } from "vitest";
import { listenForInterrupts } from "../../src/cli/interrupts.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Who listens, what was said, and with which code the process would have ended. */
function listening() {
  const said: string[] = [];
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const interrupts = listenForInterrupts({
    onFirst: () => void said.push("first"),
    onSecond: () => void said.push("second"),
  });
  return { said, exit, interrupts };
}

test.each(["SIGINT", "SIGTERM"] as const)("the first %s finishes, the second leaves at once", (signal) => {
  const { said, exit, interrupts } = listening();
  process.emit(signal, signal);
  expect(interrupts.signal.aborted).toBe(true);
  expect({ said, exits: exit.mock.calls }).toEqual({ said: ["first"], exits: [] });
  process.emit(signal, signal);
  expect({ said, exits: exit.mock.calls }).toEqual({ said: ["first", "second"], exits: [[130]] });
  interrupts.stop();
});

test("a window that is closed twice over leaves nothing unfinished", () => {
  const { said, exit, interrupts } = listening();
  process.emit("SIGHUP", "SIGHUP");
  process.emit("SIGHUP", "SIGHUP");
  expect({ said, exits: exit.mock.calls }).toEqual({ said: ["first"], exits: [] });
  interrupts.stop();
});
