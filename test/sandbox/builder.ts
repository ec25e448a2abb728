import { expect } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { createOwner } from "../../src/aws/owner.ts";
import type { AwsResource, AwsTools } from "../../src/aws/tools.ts";
import { createPoll } from "../../src/engine/poll.ts";
import { opened } from "./open.ts";

/** Brings real resources into being on the sandbox, and takes them down in reverse. */
export function builder(deployment = { app: "shop", environment: "prod", id: "d1" }, world = opened()) {
  const { sandbox, clock } = world;
  const signal = new AbortController().signal;
  const poll = createPoll({ clock, signal, intervalSeconds: undefined, timeoutSeconds: 1800, onWait() {} });
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const aws = connect({ region: sandbox.region, credentials, clock, signal, middleware: () => sandbox.middleware });
  const toolsFor = (key: string): AwsTools => ({
    aws,
    owner: createOwner(deployment, key),
    poll,
    dns: sandbox.dns,
    account: sandbox.account,
    region: sandbox.region,
    partition: "aws",
    projectFolder: "/nowhere",
    warn() {},
    waitForPersonSeconds: undefined,
  });
  const undo: (() => Promise<unknown>)[] = [];
  async function make<Input, Output>(key: string, resource: AwsResource<Input, Output>, input: Input): Promise<Output> {
    const tools = toolsFor(key);
    const token = `token-${key}`;
    const found = await resource.find(tools, input, {});
    if (found) return found.output;
    const prepared = (await resource.prepare?.(tools, input)) ?? input;
    const made = await resource.create(tools, prepared, token);
    for (const change of (await resource.sync?.(tools, prepared, made)) ?? []) await change.apply?.();
    const output = (await resource.ready?.(tools, prepared, made)) ?? made;
    expect(await resource.sync?.(tools, prepared, output)).toEqual(resource.sync && []);
    expect((await resource.find(tools, input, { recorded: output }))?.output, key).toEqual(output);
    expect((await resource.find(tools, input, { token }))?.output, key).toEqual(output);
    undo.unshift(async () => {
      await resource.remove(tools, prepared, output, { keepData: false });
      expect(await resource.find(tools, input, { recorded: output }), key).toBeUndefined();
    });
    return output;
  }
  return { sandbox, clock, make, undo, toolsFor };
}
