import { type Command as CommanderCommand, Option } from "commander";
import { checkedEndpoint } from "../aws/endpoint.ts";
import type { CommandOptions } from "../commands/options.ts";
import { type AnswerFlag, answerFlags } from "../config/answers.ts";
import { environmentProblem } from "../config/app-name.ts";
import { nearest } from "../config/nearest.ts";
import { regionPattern } from "../config/schema.ts";
import { parseResolver } from "../dns/resolver-address.ts";
import { WizardError } from "../engine/errors.ts";
import { type Language, languageOfLocale, languages } from "../language/languages.ts";
import { visibleLine } from "../layout/visible.ts";

/** Longest a single wait may take unless --timeout says otherwise: the slowest database takes a third of it. */
const defaultTimeoutSeconds = 3600;
const defaultWaitSeconds = 3600;

/** Between two looks of `status --watch`. */
const defaultWatchSeconds = 5;

/** A number of seconds; the text names the flag because commander does not know what is expected. */
const seconds = (flag: string, isEnough = (value: number) => value > 0, expected = "above 0") => {
  return (given: string): number => {
    const value = Number(given);
    if (given.trim() !== "" && Number.isFinite(value) && isEnough(value)) return value;
    throw new WizardError("usage", `${flag}: ${given} given; expected a number of seconds ${expected}.`);
  };
};

/** One of a few words; another one is told which was probably meant. */
export const oneOf = <Word extends string>(what: string, words: readonly Word[]) => {
  return (given: string): Word => {
    const known = words.find((word) => word === given);
    if (known) return known;
    const meant = nearest(given, words);
    throw new WizardError("usage", `${what}: ${given} given; expected one of ${words.join(", ")}.`, {
      hint: meant && `Did you mean ${meant}?`,
    });
  };
};

function environment(given: string): string {
  const problem = environmentProblem(given);
  if (problem) throw new WizardError("usage", `--env: ${JSON.stringify(given)} given; ${problem}.`);
  return given;
}

/** As long as a path may be on Linux. */
const longestPath = 4096;

/** A path that every message can name: whole, on one line, and as it is. */
export const onePath = (flag: string) => (given: string) => {
  const wrong =
    given === ""
      ? "nothing given"
      : given.length > longestPath
        ? `${given.length} characters given`
        : visibleLine(given) !== given && `${JSON.stringify(given)} given`;
  if (!wrong) return given;
  throw new WizardError(
    "usage",
    `${flag}: ${wrong}; expected a path of at most ${longestPath} characters, without control characters.`,
  );
};

/** As the error of a lock names it. */
function lockId(given: string): string {
  if (/^[0-9a-f-]{36}$/.test(given)) return given;
  throw new WizardError(
    "usage",
    `--force-unlock: ${JSON.stringify(given)} given; expected the id that the error named.`,
  );
}

function region(given: string): string {
  if (regionPattern.test(given)) return given;
  throw new WizardError("usage", `--region: ${JSON.stringify(given)} given; expected a region such as eu-central-1.`);
}

/** Options that stand before or after any command; defaults are filled in by `readOptions`. */
export function addGlobalOptions(command: CommanderCommand): CommanderCommand {
  return command
    .optionsGroup("Where:")
    .option("--config <file>", "the answers (deploy-wizard.json)", onePath("--config"))
    .option("--env <name>", "environment (prod)", environment)
    .option("--state <dir>", "where the state is kept (.deploy-wizard)", onePath("--state"))
    .option("--force-unlock <id>", "take over the lock of a machine that is gone", lockId)
    .option("--region <region>", "AWS Region", region)
    .option("--profile <name>", "AWS profile")
    .option("--endpoint-url <url>", "another AWS endpoint (also AWS_ENDPOINT_URL)", (given: string) =>
      checkedEndpoint("--endpoint-url", given),
    )
    .option("--sandbox", "rehearse without an AWS account: nothing real is made")
    .option("--resolver <host:port>", "ask this DNS server and no other", parseResolver)
    .optionsGroup("How:")
    .option("--poll-interval <seconds>", "longest pause between two looks", seconds("--poll-interval"))
    .option("--timeout <seconds>", "for any one wait (3600)", seconds("--timeout"))
    .option("--json", "one JSON object a line on stdout")
    .option("-y, --yes", "ask nothing")
    .option("--quiet", "only results and errors")
    .option("--verbose", "every call, and where errors come from")
    .option("--no-color", "no colour (also NO_COLOR)")
    .option("--lang <en|ko>", "language of questions and progress (the locale's)", oneOf("--lang", languages))
    .helpOption("-h, --help", "this help");
}

/** The answers as flags of `init`, from the one table. */
export function addAnswerFlags(command: CommanderCommand): CommanderCommand {
  command.optionsGroup("Answers:");
  for (const flag of Object.values<AnswerFlag>(answerFlags)) {
    if (flag.everywhere) continue;
    if (flag.option) command.addOption(new Option(flag.option, flag.description));
    if (flag.no) command.addOption(new Option(flag.no.option, flag.no.description));
  }
  return command;
}

export const addWait = (command: CommanderCommand) =>
  command.option("--wait [seconds]", "stay until the name servers are delegated (3600)", seconds("--wait"));

export const addForce = (command: CommanderCommand) =>
  command.option("--force", "overwrite files of the repository that differ");

export const addWatch = (command: CommanderCommand) =>
  command.option(
    "--watch [seconds]",
    "look again every so many seconds (5), until Ctrl-C",
    seconds("--watch", (value) => value >= 1, "of at least 1"),
  );

/** What was given before the command and after it, the latter winning, with the defaults. */
export function readOptions(program: CommanderCommand, command: CommanderCommand): CommandOptions {
  const given: Record<string, unknown> = { ...program.opts() };
  for (const [name, value] of Object.entries(command.opts())) {
    if (command.getOptionValueSource(name) !== "default") given[name] = value;
  }
  const text = (name: string) => given[name] as string | undefined;
  return {
    config: text("config") ?? "deploy-wizard.json",
    environment: text("env") ?? "prod",
    state: text("state") ?? ".deploy-wizard",
    forceUnlock: text("forceUnlock"),
    region: text("region"),
    profile: text("profile"),
    endpointUrl: text("endpointUrl"),
    sandbox: given.sandbox === true,
    resolver: given.resolver as CommandOptions["resolver"],
    pollIntervalSeconds: given.pollInterval as number | undefined,
    timeoutSeconds: (given.timeout as number | undefined) ?? defaultTimeoutSeconds,
    json: given.json === true,
    yes: given.yes === true,
    quiet: given.quiet === true,
    verbose: given.verbose === true,
    color: given.color !== false && !process.env.NO_COLOR,
    language: (given.lang as Language | undefined) ?? languageOfLocale(process.env),
    flags: given as CommandOptions["flags"],
    waitSeconds:
      given.wait === true ? defaultWaitSeconds : given.wait === false ? undefined : (given.wait as number | undefined),
    path: command.processedArgs[0] as string | undefined,
    follow: given.wait !== false,
    ignoreStopFailures: given.ignoreApplicationStopFailures === true,
    watchSeconds: given.watch === true ? defaultWatchSeconds : (given.watch as number | undefined),
    provision: given.provision !== false,
    all: given.all === true,
    confirm: text("confirm"),
    force: given.force === true,
  };
}
