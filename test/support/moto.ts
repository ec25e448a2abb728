/** Starts moto_server with the add-on of `test/moto/addon`, and reads its log. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { addonDirectory, motoAvailable, program } from "./moto-install.ts";

export { installMoto, motoAvailable } from "./moto-install.ts";

const run = promisify(execFile);
const startSeconds = 60;

export type Complaint = { path: string; sent: string; expected: string };

/** One line of the add-on's log. `region` and `status` are of calls, `message` and `complaints` of the others. */
export type LogLine = {
  kind: "call" | "violation" | "missing" | "skipped-pattern";
  service: string;
  operation: string;
  mutating?: boolean;
  status?: number;
  region?: string;
  message?: string;
  complaints?: Complaint[];
};

export type MotoOptions = {
  /** Seconds until a certificate that is not held is issued; 1 unless given. */
  certificateWait?: number;
  /** The Region of `awsCli`, where its arguments name none; eu-central-1 unless given. */
  region?: string;
  /** More environment for the server. */
  env?: Record<string, string>;
};

export type Moto = {
  endpoint: string;
  /** For the wizard's process: the endpoint, made-up credentials, and no way to real ones. No Region. */
  env: Record<string, string>;
  log(): LogLine[];
  calls(): LogLine[];
  violations(): LogLine[];
  clearLog(): void;
  /** While held, certificates stay PENDING_VALIDATION. */
  holdCertificates(held: boolean): void;
  /** An empty AWS, forgotten client tokens, certificates no longer held. The log stays. */
  reset(): Promise<void>;
  /** What `aws ...args` prints, parsed; null where it prints nothing. */
  awsCli(args: string[]): Promise<unknown>;
  stop(): Promise<void>;
};

/** Starts a server of its own on a free port; the caller stops it. */
export async function startMoto(options: MotoOptions = {}): Promise<Moto> {
  if (!(await motoAvailable())) throw new Error("moto is not available");
  const directory = mkdtempSync(join(tmpdir(), "deploy-wizard-moto-"));
  const files = { log: join(directory, "log.jsonl"), held: join(directory, "held"), output: join(directory, "output") };
  writeFileSync(files.log, "");
  const server = await startServer(options, files);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const env = environment(endpoint, directory);
  const log = () => readLog(files.log);
  return {
    endpoint,
    env,
    log,
    calls: () => log().filter((line) => line.kind === "call"),
    violations: () => log().filter((line) => line.kind === "violation"),
    clearLog: () => writeFileSync(files.log, ""),
    holdCertificates: (held) => (held ? writeFileSync(files.held, "") : rmSync(files.held, { force: true })),
    async reset() {
      const answer = await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
      if (!answer.ok) throw new Error(`moto did not reset: HTTP ${answer.status}`);
      rmSync(files.held, { force: true });
    },
    awsCli: (args) => awsCli(args, endpoint, env, options.region ?? "eu-central-1"),
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function environment(endpoint: string, directory: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    AWS_SESSION_TOKEN: "testing",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(directory, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, "no-credentials"),
  };
}

function readLog(file: string): LogLine[] {
  // The last line may still be in the writing; it has no newline then.
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LogLine);
}

type Server = { port: number; stop(): Promise<void> };
type Files = { log: string; held: string; output: string };

async function startServer(options: MotoOptions, files: Files): Promise<Server> {
  const file = program("moto_server");
  if (!file) throw new Error("moto_server is not on the PATH");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...options.env,
    PYTHONPATH: [addonDirectory, process.env.PYTHONPATH].filter(Boolean).join(delimiter),
    PYTHONDONTWRITEBYTECODE: "1",
    MOTO_ACM_VALIDATION_WAIT: String(options.certificateWait ?? 1),
    DW_MOTO_LOG: files.log,
    DW_MOTO_ACM_HELD: files.held,
    DW_MOTO_ENDS_WITH_STDIN: "1",
  };
  // Loading AWS's managed policies takes seconds, and nothing here attaches one.
  delete env.MOTO_IAM_LOAD_MANAGED_POLICIES;
  let failure = "";
  // The port was free a moment ago, which is no promise: another process may have taken it since.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = await freePort();
    const output = openSync(files.output, "w");
    // The pipe closes when this process ends in whatever way, and the server ends with it.
    const child = spawn(file, ["-p", String(port)], { env, stdio: ["pipe", output, output] });
    closeSync(output);
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    const stop = () => stopped(child, kill);
    if (await answers(child, port)) return { port, stop };
    await stop();
    failure = existsSync(files.output) ? readFileSync(files.output, "utf8").slice(-2000) : "";
  }
  throw new Error(`moto_server did not start:\n${failure}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  const deadline = Date.now() + startSeconds * 1000;
  while (!ended && Date.now() < deadline) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`);
      await answer.arrayBuffer();
      if (answer.ok && !ended) return true;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  return false;
}

async function stopped(child: ChildProcess, kill: () => void): Promise<void> {
  process.removeListener("exit", kill);
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const end = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await end;
}

async function awsCli(args: string[], endpoint: string, env: Record<string, string>, region: string): Promise<unknown> {
  const file = program("aws");
  if (!file) throw new Error("the aws CLI is not on the PATH");
  const more = args.includes("--region") ? [] : ["--region", region];
  const { stdout } = await run(file, [...args, "--endpoint-url", endpoint, "--output", "json", ...more], {
    env: { ...process.env, ...env, AWS_PAGER: "" },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trim() === "" ? null : (JSON.parse(stdout) as unknown);
}
