/** A moto server, a DNS server that plays the registry, and a project folder: where a whole run takes place. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { type CliOptions, type CliRun, runCli } from "../support/cli.ts";
import { startDnsServer, type TestDnsServer, type ZoneRecord } from "../support/dns-server.ts";
import { type LogLine, type Moto, type MotoOptions, startMoto } from "../support/moto.ts";
import { readWorld, type World } from "./world.ts";

// Whole runs, of which a test may have a dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

export const region = "eu-central-1";

/** `outputs` of the result line, as far as tests look into them. */
export interface Outputs {
  app: string;
  environment: string;
  id: string;
  account: string;
  region: string;
  url: string | null;
  nameServers: string[] | null;
  delegated: boolean | null;
  servers: { instanceIds: string[]; autoScalingGroup: string | null; elasticIp: string | null };
  database: { identifier: string; endpoint: string; port: number; secretArn: string } | null;
  hostedZoneId: string | null;
  certificateArn: string | null;
  loadBalancer: { arn: string; dnsName: string; targetGroupArn: string } | null;
  buckets: { build: string | null; assets: string | null };
  codeDeploy: { application: string; deploymentGroup: string } | null;
  roles: { server: string | null; codeDeploy: string | null; github: string | null };
}

export type Run = CliRun & {
  /** Of the result line; undefined when the process was killed before it. */
  status: string | undefined;
  outputs: Outputs;
  /** All errors with their hints, and all warnings; empty when there was nothing to say. */
  said: string;
};

export interface Stage {
  moto: Moto;
  dns: TestDnsServer;
  /** The project folder, empty at first. */
  folder: string;
  /** Runs the wizard with --json and the stage's Region and DNS server. */
  wizard(args: string[], more?: Partial<CliOptions>): Promise<Run>;
  /** The same for people, without --json. */
  onScreen(args: string[], more?: Partial<CliOptions>): Promise<CliRun>;
  world(): Promise<World>;
  /** Calls since the log was last cleared that changed something. */
  changes(): string[];
  /** What the registry answers from now on: these records and the delegation of `domain`. */
  delegate(domain: string, nameServers: readonly string[], others?: ZoneRecord[]): void;
  /** For `wizard`: delegates the domain a moment after its name servers have been told. */
  delegateWhenTold(others?: ZoneRecord[]): Pick<CliOptions, "onEvent">;
  /** Changes fields of deploy-wizard.json. */
  edit(change: (config: Record<string, unknown> & { server: object; database: object | null }) => void): void;
  hasState(): boolean;
  /** An empty account, a registry that has delegated nothing and a new folder. Fails when a request broke AWS's rules. */
  next(): Promise<void>;
  close(): Promise<void>;
}

/** example.com is registered, and has no name servers yet: there is a name below it, which nobody asks for. */
const registered: ZoneRecord[] = [{ name: "registered.example.com", type: "TXT", data: ["yes"] }];

const momentMilliseconds = 700;

/** What moto lacks and nothing depends on: prices come from the table then, and quotas are unknown. */
const unanswered = ["pricing", "service-quotas", "rds:DescribeAccountAttributes"];

/** `env` is more environment for moto itself. */
export async function openStage({ env }: Pick<MotoOptions, "env"> = {}): Promise<Stage> {
  const moto = await startMoto({ region, ...(env && { env }) });
  const dns = await startDnsServer(registered);
  const at = `${dns.host}:${dns.port}`;
  const timers = new Set<NodeJS.Timeout>();
  const newFolder = () => mkdtempSync(join(tmpdir(), "deploy-wizard-project-"));
  const finish = () => {
    for (const timer of timers) clearTimeout(timer);
    rmSync(stage.folder, { recursive: true, force: true });
    const lacks = ({ kind, service, operation }: LogLine) =>
      kind === "missing" && !unanswered.some((each) => each === service || each === `${service}:${operation}`);
    const wrong = moto.log().filter((line) => line.kind === "violation" || lacks(line));
    moto.clearLog();
    expect(wrong).toEqual([]);
  };
  const delegation = (domain: string, nameServers: readonly string[]) =>
    nameServers.map((data): ZoneRecord => ({ name: domain, type: "NS", data }));

  const start = (args: string[], { env, ...more }: Partial<CliOptions> = {}) => {
    const all = [...args, "--region", region, "--resolver", at, "--poll-interval", "0.2"];
    return runCli(all, { cwd: stage.folder, env: { ...moto.env, ...env }, ...more });
  };

  const stage: Stage = {
    moto,
    dns,
    folder: newFolder(),
    async wizard(args, more) {
      return withResult(await start([...args, "--json"], more));
    },
    onScreen: (args, more) => start(args, more),
    world: () => readWorld(moto, region),
    changes: () =>
      moto
        .calls()
        .filter(({ mutating }) => mutating)
        .map(({ service, operation }) => `${service}:${operation}`),
    delegate: (domain, nameServers, others = []) => dns.set([...others, ...delegation(domain, nameServers)]),
    delegateWhenTold: (others = []) => ({
      onEvent(event) {
        if (event.type !== "nameServers") return;
        const { domain, nameServers } = event as unknown as { domain: string; nameServers: string[] };
        timers.add(setTimeout(() => stage.delegate(domain, nameServers, others), momentMilliseconds));
      },
    }),
    edit(change) {
      const file = join(stage.folder, "deploy-wizard.json");
      const config = JSON.parse(readFileSync(file, "utf8"));
      change(config);
      writeFileSync(file, JSON.stringify(config));
    },
    hasState: () => existsSync(join(stage.folder, ".deploy-wizard/prod.json")),
    async next() {
      finish();
      stage.folder = newFolder();
      dns.set(registered);
      await moto.reset();
    },
    async close() {
      await moto.stop();
      await dns.stop();
      rmSync(stage.folder, { recursive: true, force: true });
    },
  };
  return stage;
}

function withResult(run: CliRun): Run {
  const result = run.events.find(({ type }) => type === "result");
  const errors = run.events.filter(({ type }) => type === "error");
  const warnings = (result?.warnings ?? []) as string[];
  return {
    ...run,
    status: result?.status as string | undefined,
    outputs: result?.outputs as Outputs,
    said: [...errors.map(({ message, hint }) => `${message} ${hint ?? ""}`), ...warnings].join("\n"),
  };
}

/** The one of a list; fails when there are none or several. */
export function only<T>(all: readonly T[]): T {
  expect(all).toHaveLength(1);
  return all[0] as T;
}
