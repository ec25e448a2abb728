import { expect, onTestFinished, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { createDeploymentState, readDeploymentState } from "../../src/state/deployment-state.ts";
import { parseState, serialiseState } from "../../src/state/schema.ts";
import { rehearse } from "../commands/rehearsal.ts";
import { about, memoryStore } from "../support/bench.ts";

/** A state as a run leaves it, with both kinds of entries. */
async function realText(): Promise<string> {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  await state.put("network.alb-group", {
    status: "created",
    kind: "security-group",
    step: "network",
    needs: ["network.vpc"],
    input: { name: "shop-prod-alb", description: "Überall: 80, 443" },
    output: { groupId: "sg-0a1b2c3d4e5f60718" },
    foreign: false,
  });
  await state.put("ec2.instance", {
    status: "creating",
    kind: "instance",
    step: "ec2",
    needs: ["network.alb-group"],
    input: { name: "shop-prod", disk: 20 },
    token: "0f8fad5b-d9cb-469f-a165-70867728950e",
    since: "2026-01-05T09:00:00.000Z",
    account: about.account,
    region: about.region,
  });
  await state.apply("b94d27b9934d3e08");
  return store.text!;
}

function withFlipped(bytes: Buffer, bit: number): string {
  const damaged = Buffer.from(bytes);
  damaged[bit >> 3]! ^= 1 << (bit & 7);
  return damaged.toString("utf8");
}

/** Opens `text`; whatever is wrong with it has to be a `state` error that names the file. */
function expectBroken(text: string, says?: RegExp): void {
  let caught: unknown;
  try {
    parseState(text, "prod.json", "prod.json.bak");
  } catch (error) {
    caught = error;
  }
  if (!(caught instanceof WizardError)) throw new Error(`taken for a state: ${JSON.stringify(text.slice(0, 300))}`);
  expect([caught.code, caught.exitCode]).toEqual(["state", 4]);
  expect(caught.message).toContain("prod.json");
  if (says) expect(caught.message).toMatch(says);
}

test("the text of a run is read back whole", async () => {
  const state = parseState(await realText(), "prod.json", "prod.json.bak");
  expect(state).toMatchObject({ version: 1, serial: 3, app: "shop", applied: "b94d27b9934d3e08" });
  expect(Object.keys(state.resources)).toEqual(["network.alb-group", "ec2.instance"]);
});

test("cut short at any length it is broken, never new and never half a state", async () => {
  const text = await realText();
  const whole = text.trimEnd().length;
  for (let length = 0; length < whole; length += 1) expectBroken(text.slice(0, length));
});

test("with any single bit flipped it is broken", async () => {
  const bytes = Buffer.from(await realText());
  for (let bit = 0; bit < bytes.length * 8; bit += 1) expectBroken(withFlipped(bytes, bit));
});

test("of a whole provisioning too, any flipped bit is refused", async () => {
  const one = rehearse({ domain: "example.com", entry: "alb" });
  onTestFinished(one.end);
  await one.provision();
  const bytes = Buffer.from(await one.stateText());
  expect(bytes.length).toBeGreaterThan(20_000);
  // Every bit takes minutes. A step that is odd comes to each of the eight bits of a byte alike.
  const step = process.env.DEPLOY_WIZARD_CRASH === "all" ? 1 : 101;
  for (let bit = 0; bit < bytes.length * 8; bit += step) expectBroken(withFlipped(bytes, bit));
}, 600_000);

test.each([
  ["nothing at all", "", /is empty/],
  ["white space", " \n\n", /is empty/],
  ["zero bytes, as after a power cut", "\0".repeat(4096), /not whole JSON/],
  ["not JSON", "resources: {}", /not whole JSON/],
  ["an empty object", "{}", /is not a deploy-wizard state/],
  ["an array", "[]", /is not a deploy-wizard state/],
  ["null", "null", /is not a deploy-wizard state/],
  ["Terraform's state", '{"version":4,"terraform_version":"1.9.0","serial":7,"resources":[]}', /not a deploy-wizard/],
  ["a package.json", '{"name":"shop","version":"1.0.0"}', /is not a deploy-wizard state/],
])("%s is refused, exit 4", (_what, text, says) => {
  expectBroken(text, says);
});

test("a state that somebody edited is refused, and the error names the kept copy", async () => {
  const edited = (await realText()).replace('"eu-central-1"', '"us-east-1"');
  expectBroken(edited, /its checksum is wrong/);
  expect(() => parseState(edited, "prod.json", "prod.json.bak")).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("prod.json.bak") }),
  );
});

test("a newer version says so, whatever else it holds", async () => {
  const newer = { version: 2, serial: 1, shards: [] };
  expectBroken(
    JSON.stringify({ checksum: "other", state: newer }),
    /newer deploy-wizard \(format 2, this one knows 1\)/,
  );
});

test("a right checksum over a wrong shape is refused", async () => {
  const state = parseState(await realText(), "prod.json", "prod.json.bak");
  expectBroken(serialiseState({ ...state, serial: -1 }), /is damaged/);
  expectBroken(serialiseState({ ...state, version: 0 as 1 }), /is damaged/);
  const claims = { status: "creating", kind: "k", step: "s", needs: [], input: {}, output: { id: "claimed" } };
  expectBroken(serialiseState({ ...state, resources: { a: claims as never } }), /is damaged/);
});

test("what is read back writes the same text again", async () => {
  const text = await realText();
  const again = serialiseState(parseState(text, "prod.json", "prod.json.bak"));
  expect(parseState(again, "prod.json", "prod.json.bak")).toEqual(parseState(text, "prod.json", "prod.json.bak"));
});

test("a broken store is never taken for an empty one", async () => {
  const store = memoryStore();
  expect(await readDeploymentState(store)).toBeUndefined();
  store.text = "";
  await expect(readDeploymentState(store)).rejects.toMatchObject({ code: "state", exitCode: 4 });
});
