/** A server in a throwaway root, set up by the user data itself: every script runs as it is, with its real paths. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { setupScript } from "../../../src/delivery/user-data.ts";
import { type Moto, startMoto } from "../../support/moto.ts";
import { program } from "../../support/moto-install.ts";

const here = import.meta.dirname;
const namespaces = ["--mount", "--pid", "--net"];

/** `test` where such a root can be made and `programs` are there; skipped and said elsewhere; in CI it has to work. */
export function testOnMachine(...programs: string[]) {
  const there = (name: string) => spawnSync("bash", ["-c", `PATH=$PATH:/usr/sbin; type ${name}`]).status === 0;
  const missing = ["nsenter", "jq", "curl", ...programs].filter((name) => !there(name));
  const mount = `set -e; d=$(mktemp -d); mount -t tmpfs tmpfs $d; mkdir $d/u $d/w $d/r; mount -t overlay o -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/r`;
  if (spawnSync("unshare", [...namespaces, "--fork", "bash", "-c", mount]).status !== 0)
    missing.push("root and overlayfs");
  if (missing.length === 0 || process.env.CI) return test;
  console.warn(`SKIPPED: tests of a whole server, which need ${missing.join(", ")}`);
  return test.skip;
}

export interface Said {
  status: number | null;
  /** Standard output and error, as they came. */
  output: string;
}

export interface Machine {
  /** A folder of this machine that the root sees as /outside. */
  outside: string;
  run(command: string, env?: Record<string, string>): Promise<Said>;
  /** What `curl` prints there, asking `url` with these arguments. */
  ask(url: string, ...args: string[]): Promise<string>;
  setParameters(values: Record<string, string>): Promise<void>;
  setSecret(value: { username: string; password: string }): Promise<string>;
  /** What the set-up said. */
  setup: Said;
  stop(): Promise<void>;
}

/** Starts a root with an AWS of its own and runs the user data in it. `secret` is what the database's secret holds. */
export async function startMachine(
  parameters: Record<string, string>,
  secret?: { username: string; password: string },
): Promise<Machine> {
  // pyenv's stand-in for the program takes as long again as the program.
  const pyenv = spawnSync("pyenv", ["which", "aws"], { encoding: "utf8" });
  const aws = pyenv.status === 0 ? pyenv.stdout.trim() : program("aws");
  if (!aws) throw new Error("the aws CLI is not on the PATH");
  const moto = await startMoto({ region: "eu-west-1" });
  const [folder, outside] = ["root-", "outside-"].map((name) => mkdtempSync(join(tmpdir(), name))) as [string, string];
  const relay = await shareMoto(moto, join(outside, "moto.socket"));
  const init = spawn(
    "unshare",
    [...namespaces, "--fork", "--kill-child", "bash", join(here, "begin.sh"), folder, here, outside],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, AWS: aws } },
  );
  const [ready] = (await Promise.race([once(init.stdout!, "data"), once(init, "exit")])) as [unknown];
  if (!String(ready).includes("ready")) throw new Error("the root did not start");
  const first = readFileSync(`/proc/${init.pid}/task/${init.pid}/children`, "utf8").trim();

  const run = (command: string, env: Record<string, string> = {}) => inside(first, command, env);
  const set = (values: Record<string, string>) => putParameters(moto, values);
  const setSecret = (value: object) => putSecret(moto, JSON.stringify(value));
  await set(parameters);
  if (secret) await set({ "database-secret": await setSecret(secret) });
  void run(`exec node -e '${relayInside}'`);
  writeFileSync(join(outside, "user-data"), setupScript());
  // A restart waits five seconds, which shows nothing here.
  const quick =
    "mkdir -p /etc/systemd/system/app.service.d && printf '[Service]\\nRestartSec=0.3\\n' >/etc/systemd/system/app.service.d/quick.conf";
  await run(quick);
  const setup = await run(
    "timeout 60 bash /outside/user-data; status=$?; sleep 0.2; cat /var/log/deploy-wizard; exit $status",
  );
  return {
    outside,
    run,
    ask: async (url, ...args) =>
      (await run(`/usr/bin/curl -s -m 10 ${args.map((one) => `'${one}'`).join(" ")} '${url}'`)).output,
    setParameters: set,
    setSecret,
    setup,
    async stop() {
      await ended(init);
      relay.close();
      await moto.stop();
      for (const each of [folder, outside]) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** The root has a network of its own; a socket in a folder that it sees leads out of it. */
async function shareMoto({ endpoint }: Moto, path: string): Promise<Server> {
  const port = Number(new URL(endpoint).port);
  const relay = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    for (const each of [from, to]) each.on("error", () => [from, to].forEach((one) => void one.destroy()));
    from.pipe(to).pipe(from);
  });
  await once(relay.listen(path), "listening");
  return relay;
}

const relayInside = `require("net").createServer((from) => {
  const to = require("net").connect("/outside/moto.socket");
  for (const each of [from, to]) each.on("error", () => { from.destroy(); to.destroy(); });
  from.pipe(to).pipe(from);
}).listen(4566, "127.0.0.1")`;

function inside(pid: string, command: string, env: Record<string, string>): Promise<Said> {
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const child = spawn(
    "nsenter",
    ["--target", pid, ...namespaces, "--root", "env", "--chdir=/", "bash", "-c", command],
    {
      env: { PATH: path, HOME: "/root", LANG: "C.UTF-8", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (status) => done({ status, output }));
  });
}

async function ended(init: ChildProcess): Promise<void> {
  if (init.exitCode !== null || init.signalCode !== null) return;
  const end = once(init, "exit");
  init.stdin!.end();
  await end;
}

/** One call of a service that speaks JSON, without the seconds that the AWS CLI takes to start. */
async function call(moto: Moto, service: string, target: string, body: object): Promise<Record<string, unknown>> {
  const scope = `testing/20260101/eu-west-1/${service}/aws4_request`;
  const answer = await fetch(moto.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok && answer.status !== 400) throw new Error(`${target}: HTTP ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function putParameters(moto: Moto, values: Record<string, string>): Promise<void> {
  for (const [name, Value] of Object.entries(values)) {
    const Name = `/deploy-wizard/shop/prod/${name}`;
    await call(moto, "ssm", "AmazonSSM.PutParameter", { Name, Value, Type: "String", Overwrite: true });
  }
}

/** The secret's ARN. */
async function putSecret(moto: Moto, SecretString: string): Promise<string> {
  const Name = "rds!db-1";
  const ClientRequestToken = crypto.randomUUID();
  const made = await call(moto, "secretsmanager", "secretsmanager.CreateSecret", {
    Name,
    SecretString,
    ClientRequestToken,
  });
  if (made.ARN) return String(made.ARN);
  const changed = { SecretId: Name, SecretString, ClientRequestToken };
  return String((await call(moto, "secretsmanager", "secretsmanager.PutSecretValue", changed)).ARN);
}

/** Leaves a file for the root; its path there. */
export function handIn(machine: Machine, name: string, content: string | Buffer): string {
  mkdirSync(join(machine.outside, name, ".."), { recursive: true });
  writeFileSync(join(machine.outside, name), content);
  return `/outside/${name}`;
}
