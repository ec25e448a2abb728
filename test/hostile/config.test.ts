import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonProblem, parseJson } from "../../src/config/json.ts";
import { mergeAnswers } from "../../src/config/merge.ts";
import { parseConfig } from "../../src/config/schema.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { visible } from "../../src/layout/visible.ts";
import { acts, hostileText } from "./arbitraries.ts";

const good = {
  app: "shop",
  region: "eu-central-1",
  domain: "example.com",
  port: 8080,
  healthCheck: "/up",
  server: { instanceType: "t4g.small", disk: 20, servers: "1", elasticIp: false },
  database: { engine: "postgres", class: "db.t4g.micro", storage: 20, backupDays: 7, multiAz: false },
  vpc: "default",
  github: { repository: "acme/shop", branch: "main" },
};
const paths = Object.entries(good).flatMap(([key, value]) =>
  typeof value === "object" ? [[key], ...Object.keys(value).map((inner) => [key, inner])] : [[key]],
);

/** Anything that JSON can say, with keys that mean something to an object. */
const anything = fc.oneof(
  hostileText,
  fc.jsonValue(),
  fc.double(),
  fc.dictionary(fc.constantFrom("__proto__", "constructor", "toString", "app", "port"), fc.jsonValue()),
  fc.dictionary(hostileText, fc.jsonValue(), { maxKeys: 6 }),
);

/** The config, or the `config` error with all that a person is told; nothing else may come out. */
function read(value: unknown) {
  try {
    return parseConfig(value, "deploy-wizard.json");
  } catch (error) {
    if (!(error instanceof WizardError)) throw error;
    expect([error.code, error.exitCode]).toEqual(["config", 2]);
    // A line each for the first few problems, whatever the fields are called.
    expect(error.message.split("\n").length).toBeLessThanOrEqual(5);
    expect(visible(error.message)).not.toMatch(acts);
    return error;
  }
}

function changed(path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(good) as Record<string, unknown>;
  const [first = "", second] = path;
  if (second === undefined) copy[first] = value;
  else (copy[first] as Record<string, unknown>)[second] = value;
  return copy;
}

test("any JSON is a config or a `config` error", () => {
  fc.assert(
    fc.property(anything, (value) => void read(value)),
    { numRuns: 1000 },
  );
  expect(read(good)).toMatchObject({ app: "shop" });
});

test("a good config with one wrong value is refused with the field's path, or read", () => {
  let refused = 0;
  const property = fc.property(fc.constantFrom(...paths), anything, (path, value) => {
    const result = read(changed(path, value));
    if (!(result instanceof WizardError)) return;
    refused += 1;
    expect(result.message).toContain(path[0]);
  });
  fc.assert(property, { numRuns: 3000 });
  expect(refused).toBeGreaterThan(1000);
});

test("what is accepted has nothing in it that a shell or a terminal would act upon", () => {
  const property = fc.property(fc.constantFrom(...paths), hostileText, (path, value) => {
    const result = read(changed(path, value));
    if (result instanceof WizardError) return;
    const { $schema, healthCheck, github, ...words } = result;
    expect(JSON.stringify(words)).toMatch(/^[\w"{}[\]:,./ -]*$/);
    expect(healthCheck).toMatch(/^\/[!-~]*$/);
    expect(github?.branch ?? "").not.toMatch(acts);
  });
  fc.assert(property, { numRuns: 3000 });
});

test("any text is JSON with the same meaning as to Node.js, or says where it is wrong", () => {
  const texts = fc.oneof(
    hostileText,
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.tuple(fc.jsonValue(), fc.nat(200)).map(([value, at]) => (JSON.stringify(value) ?? "").slice(0, at)),
  );
  const property = fc.property(texts, (text) => {
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      return;
    }
    expect(value).toEqual(JSON.parse(text));
  });
  fc.assert(property, { numRuns: 2000 });
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("a field called %s changes no object", (key) => {
  for (const text of [`{"app":"shop","${key}":{"port":1}}`, `{"app":"shop","server":{"${key}":{"disk":9}}}`]) {
    const file = parseJson(text);
    const { answers } = mergeAnswers({ flags: {}, file });
    expect(read(answers)).toMatchObject({ code: "config", message: expect.stringContaining(key) });
  }
  expect(({} as { port?: number; disk?: number }).port).toBeUndefined();
  expect(({} as { port?: number; disk?: number }).disk).toBeUndefined();
});

test.each([
  ["a field as long as the file", `"${"dsk".repeat(300_000)}":1`, "dskdsk", "...: unknown field"],
  ["any number of fields", Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join(), "k0:", "59996 more"],
  ["a value as long as the file", `"domain":"${"a.".repeat(400_000)}"`, "domain:", "..."],
])("%s is refused at once and in few words", (_what, fields, first, also) => {
  const started = performance.now();
  const { message } = read(parseJson(`{"app":"shop",${fields}}`)) as WizardError;
  expect(performance.now() - started).toBeLessThan(1500);
  expect(message.startsWith(first)).toBe(true);
  expect(message).toContain(also);
  expect(message.length).toBeLessThan(500);
});
