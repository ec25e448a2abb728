import { WizardError } from "../engine/errors.ts";
import type { Finding, FindingStatus } from "../preflight/finding.ts";
import { type Command, type Deployment, openDeployment, readConfig } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { preflight, tellFindings } from "./preflight.ts";

/** `doctor`: can this run finish? Only looks; takes no lock and writes no file. Exit 2 with any problem. */
export async function doctor(command: Command): Promise<CommandResult> {
  const { io } = command;
  const findings = await examine(command);
  tellFindings(io, (line) => io.print(line), findings);
  io.print(summary(findings));
  const isBad = findings.some(({ status }) => status === "problem");
  return { status: isBad ? "failed" : "complete", exitCode: isBad ? 2 : 0, more: { findings } };
}

async function examine(command: Command): Promise<Finding[]> {
  const config = await readConfig(command.options);
  // Looks that were given up are not repeated when there is nobody left to read what they find.
  const done = new AbortController();
  const signal = AbortSignal.any([command.signal, done.signal]);
  const opened = await open({ ...command, signal }, () => openDeployment({ ...command, signal }, config));
  if (Array.isArray(opened)) return opened;
  try {
    const findings = await preflight({ ...command, signal }, opened, config);
    return config ? findings : [...findings, withoutConfig(command.options.config)];
  } finally {
    done.abort();
  }
}

/** The deployment, or why nobody can be asked at all. What is wrong with the state's file is thrown, as everywhere. */
async function open({ signal }: Command, work: () => Promise<Deployment>): Promise<Deployment | Finding[]> {
  try {
    return await work();
  } catch (error) {
    const aboutAccess = ["preflight", "session-expired", "refused", "no-answer"];
    if (signal.aborted || !(error instanceof WizardError) || !aboutAccess.includes(error.code)) throw error;
    return [{ check: "credentials", status: "problem", message: error.message, hint: error.hint }];
  }
}

const withoutConfig = (path: string): Finding => ({
  check: "project",
  status: "unknown",
  message: `There is no config at ${path}: permissions, quotas, names and the rest depend on its answers.`,
  hint: "`deploy-wizard init --no-provision` writes one and makes nothing.",
});

function summary(findings: readonly Finding[]): string {
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  const parts = [
    [count("problem"), "problem", "problems"],
    [count("warning"), "warning", "warnings"],
    [count("unknown"), "unknown", "unknown"],
  ] as const;
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, one, more]) => `${number} ${number === 1 ? one : more}`);
  if (told.length === 0) return "All is well: nothing that could be checked stands in the way.";
  return `${told.join(", ")}; ${count("problem") > 0 ? "a run would not finish." : "no problem stands in the way."}`;
}
