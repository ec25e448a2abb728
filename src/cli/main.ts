import { CommanderError } from "commander";
import type { CommandResult, Io } from "../commands/io.ts";
import type { CommandOptions } from "../commands/options.ts";
import { outputsOf } from "../commands/outputs.ts";
import { WizardError } from "../engine/errors.ts";
import { createHumanIo } from "./human-io.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { createJsonIo, type JsonIo } from "./json-io.ts";
import { createProgram, type Work } from "./program.ts";
import { createTerminal } from "./terminal.ts";

/** Runs the command line and returns the exit code. The only place where errors end. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const wantsJson = argv.includes("--json");
  const verbose = argv.includes("--verbose");
  const interrupts = listenForInterrupts();
  const out = (text: string) => void process.stdout.write(text);

  const program = createProgram(async (name, options, work) => {
    exitCode = await runCommand(name, options, work, interrupts.signal, out);
  });
  for (const one of [program, ...program.commands]) {
    one.configureOutput({ writeErr: (text) => void (wantsJson || process.stderr.write(text)), writeOut: out });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const usage = error instanceof CommanderError;
    const shown = usage ? new WizardError("usage", error.message.replace(/^error: /, "")) : asWizardError(error);
    if (wantsJson) {
      const json = createJsonIo(out);
      json.emit(errorEvent(shown));
      const typed = program.commands.map((one) => one.name()).find((name) => argv.includes(name));
      json.result(typed ?? "", { status: "failed", exitCode: shown.exitCode });
    } else if (!usage || error.code === "commander.help") tell(shown, verbose);
    return shown.exitCode;
  } finally {
    interrupts.stop();
  }
}

async function runCommand(
  name: string,
  options: CommandOptions,
  work: Work,
  signal: AbortSignal,
  out: (text: string) => void,
): Promise<number> {
  const json: JsonIo | undefined = options.json ? createJsonIo(out) : undefined;
  const io: Io =
    json ??
    createHumanIo(createTerminal({ color: options.color, signal }), {
      color: options.color && process.stderr.isTTY === true,
      quiet: options.quiet,
      interactive: !options.yes && process.stdin.isTTY === true && process.stderr.isTTY === true,
      unicode: process.env.TERM !== "dumb" && process.env.TERM !== "linux",
    });
  let result: CommandResult;
  let outputs = (): object => outputsOf(undefined, null);
  try {
    const remember = (known: () => object) => {
      outputs = known;
    };
    result = await work({ options, io, signal, remember });
  } catch (error) {
    const shown = onward(name, asWizardError(signal.aborted ? signal.reason : error));
    io.emit(errorEvent(shown));
    if (options.verbose) process.stderr.write(`${traceOf(error)}\n`);
    result = {
      status: shown.code === "interrupted" ? "interrupted" : shown.exitCode === 3 ? "waiting" : "failed",
      exitCode: shown.exitCode,
      outputs: outputs(),
    };
  }
  json?.result(name, result);
  return result.exitCode;
}

/** What nobody foresaw is still told in one line; `--verbose` shows where it comes from. */
function asWizardError(error: unknown): WizardError {
  if (error instanceof WizardError) return error;
  if (error instanceof Error && error.name === "ExitPromptError") {
    return new WizardError("interrupted", "Interrupted.", { hint: "`deploy-wizard resume` goes on from here." });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new WizardError("unexpected", `Something unexpected happened: ${said}`, {
    hint: "What was made is recorded; `deploy-wizard resume` goes on. --verbose shows where it happened.",
    cause: error,
  });
}

/** After a destroy that was cut short `resume` would make everything anew: what goes on is destroy. */
function onward(name: string, error: WizardError): WizardError {
  if (name !== "destroy" || !error.hint) return error;
  const hint = error.hint.replaceAll("`deploy-wizard resume`", "`deploy-wizard destroy`");
  return new WizardError(error.code, error.message, { hint, cause: error.cause });
}

const errorEvent = ({ code, message, hint }: WizardError) => ({ type: "error" as const, code, message, hint });

function tell(error: WizardError, verbose: boolean): void {
  process.stderr.write(`${error.message}\n${error.hint ? `  ${error.hint}\n` : ""}`);
  if (verbose) process.stderr.write(`${traceOf(error)}\n`);
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? error.message}${error.cause === undefined ? "" : `\ncaused by ${traceOf(error.cause)}`}`;
}
