import { expect, test } from "vitest";
import type { AwsTools } from "../../src/aws/tools.ts";
import { type EnsureContext, ensureMade } from "../../src/engine/ensure.ts";
import type { Entry, Journal } from "../../src/engine/journal.ts";
import { engineWords } from "../../src/language/engine-words.ts";
import { certificate } from "../../src/resources/certificate.ts";
import { builder } from "../sandbox/builder.ts";

const input = { name: "shop-prod-certificate", domain: "example.com", alternativeNames: [] };

test("a certificate that nobody proved within 72 hours is requested anew, and the old one goes", async () => {
  const { sandbox, clock, toolsFor, make } = builder();
  const tools = toolsFor("acm.certificate");
  const first = await make("acm.certificate", certificate, input);
  await clock.sleep(73 * 3600 * 1000);
  expect(await certificate.find(tools, input, { recorded: first })).toMatchObject({
    spent: expect.stringContaining("72 hours"),
  });

  const entries = new Map<string, Entry>();
  const node = { key: "acm.certificate", step: "acm", type: "resource" as const, needs: [], input: () => input };
  entries.set(node.key, {
    status: "created",
    kind: "certificate",
    step: "acm",
    needs: [],
    input,
    output: first,
    foreign: false,
  });
  const journal: Journal = {
    account: sandbox.account,
    region: sandbox.region,
    get: (key) => entries.get(key),
    entries: () => [...entries],
    put: async (key, entry) => void entries.set(key, entry),
    drop: async (key) => void entries.delete(key),
  };
  const context: EnsureContext<AwsTools> = {
    tools,
    poll: tools.poll,
    journal,
    clock,
    signal: new AbortController().signal,
    reporter: { emit() {} },
    words: engineWords,
    newToken: () => "another",
  };
  const { output } = await ensureMade({ ...node, resource: certificate as never }, input, context);
  const { certificates } = sandbox.world.acm;
  expect(certificates.map(({ status }) => status)).toEqual(["PENDING_VALIDATION"]);
  expect(output).not.toMatchObject({ arn: first.arn });
});
