import type { Command, CommanderError } from "commander";
import { WizardError } from "../engine/errors.ts";

/** What people type who think of the thing rather than of its name here. */
const otherWords: Readonly<Record<string, string>> = {
  start: "init",
  up: "init",
  create: "init",
  apply: "resume",
  continue: "resume",
  vpc: "network",
  server: "ec2",
  database: "rds",
  db: "rds",
  dns: "route53",
  domain: "route53",
  certificate: "acm",
  ssl: "acm",
  bucket: "s3",
  ns: "nameservers",
  ls: "status",
  list: "status",
  check: "doctor",
  undo: "rollback",
  revert: "rollback",
  push: "deploy",
  release: "deploy",
  delete: "destroy",
  remove: "destroy",
  down: "destroy",
};

/** What commander says about a command line that it cannot read, as an error like all others, with what to type instead. */
export function usageError(
  { code, message }: CommanderError,
  program: Command,
  typed: string | undefined,
): WizardError {
  if (code === "commander.help") {
    return new WizardError("usage", "No command given.", { hint: "`deploy-wizard init` starts." });
  }
  const [problem = "", meant] = message.replace(/^error: /, "").split("\n");
  // What the word means comes before what it looks like: `remove` is no misspelt `resume`.
  const hint =
    later(code, problem) ??
    known(code, problem, program) ??
    meant?.replace(/^\((.*)\)$/, "$1") ??
    instead(code, problem, program, typed);
  return new WizardError("usage", `${problem[0]?.toUpperCase()}${problem.slice(1).replace(/\.?$/, ".")}`, { hint });
}

/** Commands of a later version, which must not be taken for one of today's: `report` looks like `export`. */
const notYet = ["export", "report"];

function later(code: string, problem: string): string | undefined {
  const given = /'(.*?)'/.exec(problem)?.[1] ?? "";
  if (code !== "commander.unknownCommand" || !notYet.includes(given)) return undefined;
  return "It comes in a later version.";
}

/** A command by another word for it, or in capitals. */
function known(code: string, problem: string, program: Command): string | undefined {
  const given = (/'(.*?)'/.exec(problem)?.[1] ?? "").toLowerCase();
  if (code !== "commander.unknownCommand") return undefined;
  if (given === "version") return "`deploy-wizard --version` prints it.";
  const word = otherWords[given] ?? given;
  return program.commands.some((command) => command.name() === word) ? `Did you mean ${word}?` : undefined;
}

function instead(code: string, problem: string, program: Command, typed: string | undefined): string {
  const given = /'(.*?)[' =]/.exec(problem)?.[1] ?? "";
  if (code === "commander.unknownCommand") return "`deploy-wizard --help` lists the commands.";
  const owner = program.commands.find(({ options }) => options.some(({ long }) => long === given));
  if (code === "commander.unknownOption" && owner) return `${given} is a flag of \`deploy-wizard ${owner.name()}\`.`;
  return `\`deploy-wizard ${typed ? `${typed} ` : ""}--help\` lists what can be given.`;
}
