import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { explain } from "../../src/aws/failure.ts";
import { createAudience } from "../../src/cli/audience.ts";
import { failureLines } from "../../src/commands/deploy-screen.ts";
import { visible, visibleLine } from "../../src/layout/visible.ts";
import { acts, hostileText } from "./arbitraries.ts";

const options = { color: false, quiet: false, yes: true } as const;

/** Everything that both streams were given while `tell` ran. */
function heard(tell: () => void): string {
  let text = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((part) => {
      text += part;
      return true;
    });
  }
  tell();
  vi.restoreAllMocks();
  return text;
}
afterEach(() => void vi.restoreAllMocks());

function io(language: "en" | "ko") {
  return createAudience({ ...options, json: false, language }, new AbortController().signal, () => undefined).io;
}

test("whatever AWS, DNS or a file says, nothing of it acts upon the terminal", () => {
  const property = fc.property(hostileText, fc.constantFrom("en" as const, "ko" as const), (text, language) => {
    const shown = heard(() => {
      const { emit, say, print, nameServers, redraw } = io(language);
      const error = explain("refused", "ec2", "RunInstances", Object.assign(new Error(text), { name: text }));
      emit({ type: "error", code: error.code, ...error.said });
      emit({ type: "warning", step: "acm", message: text });
      emit({ type: "resource", step: "ec2", key: "k", action: "updated", id: text, title: text, detail: text });
      emit({ type: "step", step: "alb", status: "waiting", seconds: 1, message: text });
      emit({ type: "progress", step: "rds", key: "k", what: text, reason: text, elapsedSeconds: 0 });
      say(text);
      print(text);
      redraw([text], true);
      nameServers(text, [text], [text]);
    });
    expect(shown.length).toBeGreaterThan(20);
    expect(shown).not.toMatch(acts);
  });
  fc.assert(property, { numRuns: 400 });
});

test("a script's last words are shown without what they would do to the screen", () => {
  const property = fc.property(hostileText, (logTail) => {
    const diagnostics = { scriptName: logTail, logTail, message: logTail };
    const event = { name: "ValidateService", instanceId: "i-1", diagnostics };
    const lines = failureLines({ event, health: [logTail], unasked: [] } as never);
    expect(heard(() => lines.forEach(io("en").print))).not.toMatch(acts);
  });
  fc.assert(property, { numRuns: 400 });
});

test("--json stays one object a line, and says the same", () => {
  const property = fc.property(hostileText, (text) => {
    let written = "";
    const { io, end } = createAudience(
      { ...options, json: true, language: "en" },
      new AbortController().signal,
      (part) => {
        written += part;
      },
    );
    io.emit({ type: "error", code: "refused", message: text, hint: text });
    io.emit({ type: "step", step: "alb", status: "waiting", seconds: 1, message: text });
    io.nameServers(text, [text], []);
    io.emit({ type: "warning", step: "acm", message: text });
    end("init", { status: "failed", exitCode: 1, outputs: { url: text } });
    const lines = written.split(/[\n\r\u0085\u2028\u2029]/);
    expect(lines.pop()).toBe("");
    expect(written).not.toMatch(acts);
    const events = lines.map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["error", "step", "nameServers", "result"]);
    expect(events[0]).toMatchObject({ message: text, hint: text });
    expect(events[3]).toMatchObject({ outputs: { url: text }, warnings: [text] });
  });
  fc.assert(property, { numRuns: 500 });
});

test("what is escaped can still be told apart, and what needs no escape stays", () => {
  expect(visible("a\u001b[2J\r\u202e\tb\nc 가게 é")).toBe("a\\x1b[2J\\x0d\\u202e\tb\nc 가게 é");
  expect(visibleLine("a\nb\tc")).toBe("a\\x0ab\\x09c");
});
