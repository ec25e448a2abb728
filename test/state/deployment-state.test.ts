import { expect, test } from "vitest";
import type { CreatedEntry } from "../../src/engine/journal.ts";
import {
  createDeploymentState,
  newDeploymentId,
  readDeploymentState,
  requireSame,
  sandboxAccount,
} from "../../src/state/deployment-state.ts";
import { openStore } from "../../src/state/open-store.ts";
import { about, memoryStore } from "../support/bench.ts";

const entry = (output: unknown = { id: "x-1" }): CreatedEntry => ({
  status: "created",
  kind: "thing",
  step: "a",
  needs: [],
  input: { name: "x" },
  output,
  foreign: false,
});

const serials = (writes: string[]) => writes.map((text) => JSON.parse(text).state.serial as number);

test("a new deployment is in the store before it is used, with a random id", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  expect(await readDeploymentState(store)).toMatchObject({ id: state.id, app: "shop", region: "eu-central-1" });
  expect(newDeploymentId()).toMatch(/^[a-z2-9]{10}$/);
  expect(new Set(Array.from({ length: 100 }, newDeploymentId)).size).toBe(100);
});

test("the serial grows with every change", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  await state.put("a.x", entry());
  await state.fix({ entry: "direct", domain: null });
  await state.apply("fingerprint");
  await state.drop("a.x");
  expect(serials(store.writes)).toEqual([0, 1, 2, 3, 4]);
  expect(await readDeploymentState(store)).toMatchObject({
    fixed: { entry: "direct", domain: null },
    applied: "fingerprint",
  });
});

test("what was there once is remembered, by key and kind, after it is gone", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  expect(state.had()).toEqual(new Set());
  await state.put("a.x", entry());
  expect(state.had()).toEqual(new Set(["a.x", "thing"]));
  await state.drop("a.x");
  await state.drop("a.never");
  await state.put("a.y", { ...entry(), kind: "other" });
  expect((await readDeploymentState(store))?.had()).toEqual(new Set(["a.x", "thing", "a.y", "other"]));
});

test("two changes at once keep their order and lose nothing", async () => {
  const store = memoryStore();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const write = store.write.bind(store);
  let running = 0;
  store.write = async (text) => {
    running += 1;
    expect(running).toBe(1);
    await gate;
    await write(text);
    running -= 1;
  };
  open();
  const state = await createDeploymentState(store, about);
  await Promise.all([
    state.put("a.one", entry(1)),
    state.put("a.two", entry(2)),
    state.drop("a.one"),
    state.put("a.two", entry(3)),
  ]);
  const [...order] = serials(store.writes);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect((await readDeploymentState(store))!.entries()).toEqual([["a.two", entry(3)]]);
});

test("a change is in the store when its promise resolves, although others wait", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  const second = state.put("a.one", entry(1)).then(async () => (await readDeploymentState(store))!.get("a.one"));
  const rest = ["a.two", "a.three"].map((key) => state.put(key, entry(key)));
  expect(await second).toEqual(entry(1));
  await Promise.all(rest);
  expect((await readDeploymentState(store))!.entries()).toHaveLength(3);
});

test("a failed write is told to the one who asked, and the next write brings everything", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  store.fail = new Error("no space left on device");
  await expect(state.put("a.one", entry(1))).rejects.toThrow("no space");
  store.fail = undefined;
  await state.put("a.two", entry(2));
  expect((await readDeploymentState(store))!.entries().map(([key]) => key)).toEqual(["a.one", "a.two"]);
});

test("what is kept is what a reader would get: a later change of the object does not reach it", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  const output = { id: "x-1", tags: ["a"], none: undefined };
  await state.put("a.x", entry(output));
  output.tags.push("b");
  expect(state.get("a.x")).toEqual((await readDeploymentState(store))!.get("a.x"));
  expect(state.get("a.x")).toMatchObject({ output: { tags: ["a"] } });
});

test("something made without an output is read back", async () => {
  const store = memoryStore();
  const state = await createDeploymentState(store, about);
  await state.put("a.x", entry(undefined));
  expect((await readDeploymentState(store))!.get("a.x")?.status).toBe("created");
});

test("forgotten, nothing is left", async () => {
  const store = memoryStore();
  await (await createDeploymentState(store, about)).forget();
  expect(await readDeploymentState(store)).toBeUndefined();
});

test.each([
  ["account", { account: "999999999999" }],
  ["region", { region: "us-east-1" }],
  ["app", { app: "blog" }],
  ["environment", { environment: "dev" }],
])("a state of another %s is refused, exit 4", async (what, other) => {
  const state = await createDeploymentState(memoryStore(), about);
  const check = () => requireSame(state, { ...about, ...other });
  expect(check).toThrow(expect.objectContaining({ code: "state", exitCode: 4 }));
  expect(check).toThrow(new RegExp(`belongs to ${what} ${state[what as "app"]}.*${Object.values(other)[0]}`));
});

test("its own is accepted, and a run without a config does not ask for the app", async () => {
  const state = await createDeploymentState(memoryStore(), about);
  expect(() => requireSame(state, { ...about })).not.toThrow();
  expect(() => requireSame(state, { ...about, app: undefined })).not.toThrow();
});

test("a sandbox's state in a real account, or the reverse, says that one of the two is the sandbox", async () => {
  const state = await createDeploymentState(memoryStore(), about);
  expect(() => requireSame(state, { ...about, account: sandboxAccount })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("sandbox") }),
  );
});

test("a state in S3 is refused as usage for now", () => {
  expect(() => openStore({ state: "s3://bucket/prefix", environment: "prod" })).toThrow(
    expect.objectContaining({ code: "usage", exitCode: 2 }),
  );
});
