/** Runs the one job of a workflow from its YAML, step by step, as GitHub's runner does on Linux. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Annotations } from "./workflow-annotations.ts";
import { condition, interpolate, type Known } from "./workflow-expressions.ts";

interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  env?: Record<string, string>;
  "timeout-minutes"?: number;
}

export interface JobContext {
  workspace: string;
  /** What later steps find in their environment. */
  exported: Record<string, string>;
}

/** Does an action's work; what it throws fails the step. */
export type StandIn = (inputs: Record<string, string>, job: JobContext) => void;

export interface JobOptions {
  /** An empty folder for the job's files. */
  folder: string;
  /** All that the machine and GitHub put into the environment; nothing is inherited. */
  env: Record<string, string>;
  /** By the action's name without its version. */
  actions: Record<string, StandIn>;
  /** Cancels the job when the log so far makes it true. */
  cancelWhen?: (log: string) => boolean;
}

export interface JobResult {
  conclusion: Known["status"];
  /** Every step in its order, with how it ended. */
  steps: { name: string; outcome: string }[];
  summary: string;
  log: string;
  annotations: Annotations;
}

export async function runJob(text: string, options: JobOptions): Promise<JobResult> {
  const workflow = parse(text);
  const job = workflow.jobs[Object.keys(workflow.jobs)[0]!];
  const workspace = join(options.folder, "workspace");
  const temp = join(options.folder, "temp");
  mkdirSync(workspace, { recursive: true });
  mkdirSync(temp, { recursive: true });
  const context: JobContext = { workspace, exported: {} };
  const known: Known = { env: {}, steps: {}, status: "success" };
  const result: JobResult = { conclusion: "success", steps: [], summary: "", log: "", annotations: new Annotations() };
  const deadline = Date.now() + (job["timeout-minutes"] ?? 360) * 60_000;
  let cancelled = false;

  for (const [at, step] of (job.steps as Step[]).entries()) {
    const name = step.name ?? step.uses ?? "run";
    const outside = { ...workflow.env, ...job.env, ...context.exported };
    known.env = { ...outside };
    for (const [key, value] of Object.entries(step.env ?? {})) known.env[key] = interpolate(String(value), known);
    if (!condition(step.if, known)) {
      result.steps.push({ name, outcome: "skipped" });
      continue;
    }
    const files = commandFiles(join(options.folder, `step-${at}`));
    const env = { ...options.env, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, ...files, ...known.env };
    let succeeded = true;
    if (step.uses) {
      const action = options.actions[step.uses.split("@")[0]!];
      if (!action) throw new Error(`no stand-in for ${step.uses}`);
      const inputs = Object.entries(step.with ?? {}).map(([key, value]) => [key, interpolate(String(value), known)]);
      try {
        action(Object.fromEntries(inputs), context);
      } catch (error) {
        result.log += `${error}\n`;
        succeeded = false;
      }
    } else if (step.run !== undefined) {
      if (workflow.defaults?.run?.shell !== "bash") throw new Error("only shell: bash is known here");
      const script = join(options.folder, `step-${at}`, "script.sh");
      writeFileSync(script, interpolate(step.run, known));
      // Once cancelled, the steps that still run are not cut off again.
      const cut = () => !cancelled && (options.cancelWhen?.(result.log) || Date.now() > deadline);
      const ended = await bash(
        script,
        { cwd: workspace, env, minutes: step["timeout-minutes"] ?? 360, cut },
        (line) => {
          result.log += `${line}\n`;
          result.annotations.read(line);
        },
      );
      succeeded = ended === "success";
      if (ended === "cancelled") cancelled = true;
      result.annotations.endStep();
    }
    Object.assign(context.exported, assignments(files.GITHUB_ENV));
    const outcome = succeeded ? "success" : cancelled && known.status !== "cancelled" ? "cancelled" : "failure";
    if (step.id) known.steps[step.id] = { outcome, outputs: assignments(files.GITHUB_OUTPUT) };
    result.steps.push({ name, outcome });
    result.summary += readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
    if (known.status === "success") known.status = outcome === "success" ? "success" : (outcome as Known["status"]);
  }
  return { ...result, conclusion: known.status };
}

interface Running {
  cwd: string;
  env: Record<string, string>;
  minutes: number;
  cut: () => boolean | undefined;
}

/** With the options that GitHub documents for `shell: bash`. */
function bash(script: string, { cwd, env, minutes, cut }: Running, heard: (line: string) => void) {
  return new Promise<"success" | "failure" | "cancelled">((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const started = Date.now();
    let stopped = false;
    const watch = setInterval(() => {
      if (stopped || (!cut() && Date.now() - started < minutes * 60_000)) return;
      stopped = true;
      // The whole group, which this process started: the script and what it runs.
      process.kill(-child.pid!, "SIGKILL");
    }, 50);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop()!;
        for (const line of lines) heard(line);
      });
      stream.on("end", () => rest && heard(rest));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      resolve(code === 0 ? "success" : cut() && stopped ? "cancelled" : "failure");
    });
  });
}

/** The files through which a step tells the runner something; each step has its own. */
function commandFiles(folder: string) {
  mkdirSync(folder, { recursive: true });
  const files = { GITHUB_ENV: "", GITHUB_OUTPUT: "", GITHUB_STEP_SUMMARY: "" };
  for (const name of Object.keys(files) as (keyof typeof files)[]) {
    files[name] = join(folder, name);
    writeFileSync(files[name], "");
  }
  return files;
}

/** `NAME=value` lines, and `NAME<<END` with the lines up to `END`. */
function assignments(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, many, value] = /^([^=<]+)(<<|=)(.*)$/s.exec(line) ?? [];
    if (!name) {
      if (line.trim() !== "") throw new Error(`GITHUB_ENV does not take: ${line}`);
    } else if (many === "=") found[name] = value!;
    else
      found[name] = lines
        .splice(0, lines.indexOf(value!) + 1)
        .slice(0, -1)
        .join("\n");
  }
  return found;
}
