import { setMaxListeners } from "node:events";
import { tmpdir } from "node:os";
import type { AwsCredentialIdentity } from "@smithy/types";
import { onTestFinished } from "vitest";
import type { ServiceName } from "../../src/aws/clients.ts";
import { connect } from "../../src/aws/connect.ts";
import type { Command } from "../../src/commands/deployment.ts";
import { preflight } from "../../src/commands/preflight.ts";
import type { Session } from "../../src/commands/session.ts";
import { type Config, parseConfig } from "../../src/config/schema.ts";
import type { Check, Finding } from "../../src/preflight/finding.ts";
import { sandboxMiddleware } from "../../src/sandbox/middleware.ts";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import type { World } from "../../src/sandbox/world.ts";
import { type DeploymentState, sandboxAccount } from "../../src/state/deployment-state.ts";
import { rehearse } from "../commands/rehearsal.ts";
import { optionsIn, silent } from "../commands/silent.ts";
import { virtualClock } from "../support/virtual-clock.ts";

export const region = "ap-northeast-2";

export interface Examination {
  findings: Finding[];
  of(check: Check): Finding[];
  /** The calls that were sent, `ec2 DescribeVpcs`. */
  calls: string[];
}

/** A session on a sandbox; `calls` has what is sent through it. */
export function sessionOn(sandbox: Sandbox, calls: string[] = []): Session {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const answer = (service: ServiceName, operation: string, input: object) => {
    calls.push(`${service} ${operation}`);
    return sandbox.answer(service, operation, input);
  };
  const aws = connect({
    region,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    clock: sandbox.clock,
    signal,
    middleware: () => sandboxMiddleware(answer),
  });
  return { aws, dns: sandbox.dns, clock: sandbox.clock, region, account: sandboxAccount, partition: "aws", signal };
}

/** An empty account; `change` makes it another. */
export function account(change: (world: World) => void = () => undefined): Sandbox {
  const sandbox = openSandbox({ file: undefined, region, account: sandboxAccount, clock: virtualClock() });
  change(sandbox.world);
  return sandbox;
}

export const shop = (answers: object = {}): Config =>
  parseConfig({ app: "shop", region, domain: "example.com", ...answers }, "deploy-wizard.json");

/** What the checks find in an account; without `config` only those that need none. */
export async function examine(
  sandbox: Sandbox,
  config: Config | undefined = shop(),
  { state, session: changes }: { state?: DeploymentState; session?: Partial<Session> } = {},
): Promise<Examination> {
  const calls: string[] = [];
  const session = { ...sessionOn(sandbox, calls), ...changes };
  const findings = await preflight(commandOf(session.signal), { session, state }, config);
  return { findings, calls, of: (check) => findings.filter((finding) => finding.check === check) };
}

/** A deployment that has been made, its state and the world it is in. */
export async function madeShop(answers: object = {}) {
  const rehearsal = rehearse({ domain: "example.com", ...answers });
  onTestFinished(rehearsal.end);
  await rehearsal.provision();
  return { ...rehearsal, state: (await rehearsal.state())! };
}

export const credentials = (more: Partial<AwsCredentialIdentity> = {}): AwsCredentialIdentity => ({
  accessKeyId: "AKIAEXAMPLE",
  secretAccessKey: "secret",
  ...more,
});

export const commandOf = (signal: AbortSignal): Command => ({ signal, io: silent, options: optionsIn(tmpdir()) });
