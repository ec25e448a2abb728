import { CommanderError } from "commander";
import type { CallInFlight } from "../aws/connect.ts";
import type { Command } from "../commands/deployment.ts";
import type { CommandResult } from "../commands/io.ts";
import { outputsOf } from "../commands/outputs.ts";
import { WizardError } from "../engine/errors.ts";
import { languageOfLocale, languages } from "../language/languages.ts";
import { say } from "../language/phrase.ts";
import { visible } from "../layout/visible.ts";
import { type Audience, createAudience } from "./audience.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { afterInterruption, explained, hasNothingToFinish, onlyLooks, type Progress } from "./onward.ts";
import { createProgram } from "./program.ts";
import { usageError } from "./usage-error.ts";

/** The one command of this process, as far as its end has to know it. */
interface Running extends Progress {
  name: string;
  audience: Audience;
  verbose: boolean;
  outputs(): object;
}

/** Runs the command line and returns the exit code. The only place where errors end. */
export async function main(argv: readonly string[]): Promise<number> {
  const out = (text: string) => void process.stdout.write(text);
  const err = (text: string) => void process.stderr.write(text);
  const inFlight = new Set<CallInFlight>();
  const interrupts = listenForInterrupts({
    onFirst() {
      if (hasNothingToFinish(running.name, running)) return;
      const calls = [...inFlight].map(({ name }) => name).join(", ");
      running.audience.notice(calls ? say("finishingThis", calls) : say("finishing"));
    },
    onSecond() {
      const names = [...inFlight].map(({ name }) => name);
      const hint = afterInterruption(running.name, running, names);
      conclude(running, new WizardError("interrupted", say("leftAtOnce"), { hint }));
    },
  });
  let running: Running = {
    name: "",
    audience: createAudience(beforeOptions(argv), interrupts.signal, out),
    verbose: argv.includes("--verbose"),
    begun: false,
    outputs: () => outputsOf(undefined, null),
  };
  const fail = (error: unknown): number => {
    const shown = explained(interrupts.signal.aborted ? interrupts.signal.reason : error, running.name, running);
    // `status | head -1` has shown what was wanted.
    if (interrupts.readerLeft && onlyLooks(running.name)) return shown.exitCode;
    return conclude(running, shown, error);
  };
  const onCrash = (error: unknown) => process.exit(fail(error));
  process.on("uncaughtException", onCrash);

  let exitCode = 0;
  const program = createProgram(
    async (name, options, work) => {
      const { signal } = interrupts;
      running = { ...running, name, verbose: options.verbose, audience: createAudience(options, signal, out) };
      const remember: Command["remember"] = (outputs, handedOver) => {
        running = { ...running, begun: true, outputs, handedOver };
      };
      const result = await work({ options, io: running.audience.io, signal, inFlight, remember });
      running.audience.end(name, result);
      exitCode = result.exitCode;
    },
    { out, err: (text) => argv.includes("--json") || err(text) },
  );
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const names = program.commands.map((command) => command.name());
    const typed = argv.find((word) => names.includes(word));
    if (running.name === "") running = { ...running, name: typed ?? "" };
    return fail(error instanceof CommanderError ? usageError(error, program, typed) : error);
  } finally {
    interrupts.stop();
    process.off("uncaughtException", onCrash);
  }
}

/** How to tell what is wrong with options that cannot be read. */
function beforeOptions(argv: readonly string[]) {
  const words = argv.join(" ");
  return {
    json: argv.includes("--json"),
    color: !argv.includes("--no-color") && !process.env.NO_COLOR,
    quiet: argv.includes("--quiet"),
    yes: true,
    language: languages.find((each) => new RegExp(`--lang[ =]${each}\\b`).test(words)) ?? languageOfLocale(process.env),
  };
}

/** The last that is told of a run that failed. `thrown` is where it came from, for `--verbose`. */
function conclude(running: Running, error: WizardError, thrown: unknown = error): number {
  const { name, audience, verbose, outputs, handedOver } = running;
  const { code, said, exitCode } = error;
  audience.io.emit({ type: "error", code, ...said });
  // Where Ctrl-C was heard tells nobody anything.
  if (verbose && code !== "interrupted") process.stderr.write(`${visible(traceOf(thrown))}\n`);
  const more = handedOver?.id ? { deployment: { id: handedOver.id }, ...error.more } : error.more;
  audience.end(name, { status: statusOf(error), exitCode, outputs: outputs(), more });
  return exitCode;
}

function statusOf({ code, exitCode }: WizardError): CommandResult["status"] {
  if (code === "interrupted") return "interrupted";
  return exitCode === 3 ? "waiting" : "failed";
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? error.message}${error.cause === undefined ? "" : `\ncaused by ${traceOf(error.cause)}`}`;
}
