import type { Command, Help } from "commander";
import { padEnd, widthOf, wrap } from "../layout/width.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";

/** What a person would type, for each command; the first of a group's first command stands in the help of all. */
const examples: Readonly<Record<string, readonly string[]>> = {
  init: ["init --sandbox", "init --app shop --domain example.com", "init --app shop --no-domain --no-provision"],
  resume: ["resume", "resume --wait 900"],
  network: ["network"],
  ec2: ["ec2 --verbose"],
  eip: ["eip"],
  rds: ["rds", "rds --timeout 7200"],
  route53: ["route53", "route53 --wait"],
  acm: ["acm --wait"],
  alb: ["alb --wait"],
  s3: ["s3"],
  codedeploy: ["codedeploy", "codedeploy --force"],
  plan: ["plan", "plan --json"],
  status: ["status", "status --watch 10"],
  nameservers: ["nameservers", "nameservers --wait"],
  doctor: ["doctor", "doctor --profile work"],
  deploy: ["deploy", "deploy build/libs/shop-1.0.jar", "deploy --no-wait"],
  rollback: ["rollback"],
  recover: ["recover", "recover --env prod --json"],
  destroy: ["destroy", "destroy --confirm shop --all"],
  completion: ["completion bash"],
};

const closing = [
  "`deploy-wizard <command> --help` lists the flags of a command.",
  "Exit codes: 0 done, 1 refused or failed, 2 usage or a missing answer, 3 waiting for you, 4 locked or broken state, " +
    "5 something left over, 130 interrupted.",
  "No telemetry: it talks to AWS, DNS, the domain's registry and GitHub, and to nobody else.",
  "Docs: README.md of this package.",
];

/** The least that is left for descriptions; narrower screens wrap by themselves. */
const leastWidth = 40;

/** Commander's help with the commands first, in groups, each with an example, and no line wider than the screen. */
export const helpLayout: Partial<Help> = {
  formatHelp(command, helper) {
    const width = Math.max(leastWidth, helper.helpWidth ?? 80);
    const isProgram = command.parent === null;
    const groups = new Map<string, [term: string, description: string][]>();
    const put = (group: string, term: string, description: string) =>
      groups.set(group, [...(groups.get(group) ?? []), [term, description]]);
    for (const one of helper.visibleCommands(command)) put(one.helpGroup(), numbered(one), one.description());
    for (const option of helper.visibleOptions(command)) {
      put(option.helpGroupHeading ?? "Options:", helper.optionTerm(option), helper.optionDescription(option));
    }
    const terms = [...groups.values()].flat().map(([term]) => widthOf(term));
    const column = Math.min(Math.max(...terms), Math.floor(width * 0.4));
    const sections = [...groups].map(([heading, items]) => [
      heading,
      ...items.flatMap(([term, description]) => itemLines(term, description, column, width)),
      ...exampleOf(command, heading),
    ]);
    const own = (examples[command.name()] ?? []).map((example) => `  deploy-wizard ${example}`);
    const paragraphs = [
      [`Usage: ${isProgram ? "deploy-wizard <command> [options]" : helper.commandUsage(command)}`],
      wrap(command.description(), width),
      ...(own.length > 0 ? [[own.length > 1 ? "Examples:" : "Example:", ...own]] : []),
      ...sections,
      ...(isProgram ? [closing.flatMap((line) => wrap(line, width, { indent: 2 }))] : []),
    ];
    return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  },
};

/** The steps have an order, which their names do not tell. */
function numbered(command: Command): string {
  const at = stepNames.indexOf(command.name() as StepName);
  const term = [
    command.name(),
    ...command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)),
  ].join(" ");
  return at < 0 ? term : `${at + 1}. ${term}`;
}

/** A term and, beside it or below it, what it means. */
function itemLines(term: string, description: string, column: number, width: number): string[] {
  const margin = " ".repeat(column + 4);
  const lines = wrap(description, width - margin.length);
  if (widthOf(term) > column) return [`  ${term}`, ...lines.map((line) => margin + line)];
  return lines.map((line, index) => (index === 0 ? `  ${padEnd(term, column)}  ${line}` : margin + line));
}

function exampleOf(program: Command, heading: string): string[] {
  const first = program.commands.find((command) => command.helpGroup() === heading);
  const example = first && examples[first.name()]?.[0];
  return example ? [`  e.g. deploy-wizard ${example}`] : [];
}
