import fc from "fast-check";
import { expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { parseState, type State, serialiseState } from "../../src/state/schema.ts";
import { hostileText } from "./arbitraries.ts";

const entries = fc.record({
  status: fc.constant("created" as const),
  kind: fc.constantFrom("security-group", "instance"),
  step: fc.constantFrom("network", "ec2"),
  needs: fc.array(hostileText, { maxLength: 2 }),
  input: fc.jsonValue(),
  output: fc.jsonValue(),
  foreign: fc.boolean(),
});
const states: fc.Arbitrary<State> = fc.record({
  version: fc.constant(1 as const),
  serial: fc.nat(),
  id: fc.stringMatching(/^[a-z0-9]{6,20}$/),
  app: hostileText,
  environment: hostileText,
  account: hostileText,
  region: hostileText,
  fixed: fc.record({ entry: fc.constantFrom("alb" as const, "direct" as const), domain: fc.option(hostileText) }),
  resources: fc.dictionary(
    hostileText.filter((key) => key !== "__proto__"),
    entries,
    { maxKeys: 4 },
  ),
});

/** The state, or undefined for a `state` error; nothing else may come out. */
function read(text: string): State | undefined {
  try {
    return parseState(text, "prod.json", "prod.json.bak");
  } catch (error) {
    if (!(error instanceof WizardError)) throw error;
    expect([error.code, error.exitCode]).toEqual(["state", 4]);
    expect(error.message).toContain("prod.json");
    return undefined;
  }
}

/** As JSON says it: what is read back has to be written the same again. */
const same = (state: State | undefined) => state && JSON.parse(JSON.stringify(state));

test("any state is read back as it was, whatever is in it", () => {
  const property = fc.property(states, (state) => {
    const read = same(parseState(serialiseState(state), "prod.json", "prod.json.bak"));
    expect(read).toEqual(JSON.parse(JSON.stringify(state)));
  });
  fc.assert(property, { numRuns: 500 });
});

test("a resource that JavaScript would not keep is an error, not forgotten", () => {
  const [state] = fc.sample(states, 1);
  const resources = JSON.parse('{"__proto__":{"status":"created","kind":"k","step":"s","needs":[],"foreign":false}}');
  expect(read(serialiseState({ ...state!, resources }))).toBeUndefined();
});

test("any text and any JSON is a `state` error", () => {
  const texts = fc.oneof(
    hostileText,
    fc.json(),
    fc.jsonValue().map((state) => serialiseState(state as unknown as State)),
    fc.jsonValue().map((state) => JSON.stringify({ checksum: "x", state, __proto__: state })),
  );
  const property = fc.property(texts, (text) => {
    expect(read(text)).toBeUndefined();
  });
  fc.assert(property, { numRuns: 1500 });
});

test("with a bit flipped, bytes missing or put in anywhere it is the same state or an error", () => {
  const damage = fc.record({ at: fc.nat(), bit: fc.nat(7), how: fc.constantFrom("flip", "cut", "drop", "insert") });
  const property = fc.property(states, damage, hostileText, (state, { at, bit, how }, text) => {
    const whole = Buffer.from(serialiseState(state));
    const index = at % whole.length;
    const flipped = Buffer.from(whole);
    flipped[index] = flipped[index]! ^ (1 << bit);
    const damaged = {
      flip: flipped,
      cut: whole.subarray(0, index),
      drop: Buffer.concat([whole.subarray(0, index), whole.subarray(index + 1 + bit)]),
      insert: Buffer.concat([whole.subarray(0, index), Buffer.from(text), whole.subarray(index)]),
    }[how];
    const result = read(damaged!.toString());
    if (result) expect(same(result)).toEqual(same(parseState(whole.toString(), "prod.json", "prod.json.bak")));
  });
  fc.assert(property, { numRuns: 1500 });
});
