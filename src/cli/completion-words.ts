import type { Command, Option } from "commander";

/** What the shell looks up at the moment of completion. */
export type Lookup = "file" | "folder" | "environment" | "profile";

export interface Flag {
  /** `-y` and `--yes`, as far as there are both. */
  names: string[];
  description: string;
  takes: "nothing" | "maybe a value" | "a value";
  /** `GiB` of `--disk <GiB>`. */
  placeholder: string;
  /** The values, where there are few: letters, digits and hyphens alone. */
  words: string[];
  lookup: Lookup | undefined;
}

export interface CommandWords {
  name: string;
  description: string;
  flags: Flag[];
  /** What may stand after the command: the shells of `completion`. */
  words: string[];
}

/** All that can be typed, read off the program, so that a new flag is completed without another line. */
export interface CommandLine {
  /** Flags that may stand before the command. */
  flags: Flag[];
  commands: CommandWords[];
}

const lookups: Readonly<Record<string, Lookup>> = {
  "--config": "file",
  "--state": "folder",
  "--env": "environment",
  "--profile": "profile",
};

export function commandLineOf(program: Command): CommandLine {
  const help = program.createHelp();
  const flagsOf = (command: Command) => help.visibleOptions(command).map(flagOf);
  const commands = help.visibleCommands(program).map((command) => ({
    name: command.name(),
    description: command.description(),
    flags: flagsOf(command),
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
  const names = commands.map(({ name }) => name);
  return {
    flags: flagsOf(program),
    commands: commands.map((each) => (each.name === "help" ? { ...each, words: names } : each)),
  };
}

function flagOf({ flags, short, long, description, required, optional }: Option): Flag {
  const placeholder = /[<[](.*)[>\]]$/.exec(flags)?.[1] ?? "";
  return {
    names: [short, long].filter((name) => name !== undefined),
    description,
    takes: required ? "a value" : optional ? "maybe a value" : "nothing",
    placeholder,
    words: placeholder.includes("|") ? placeholder.split("|").filter((word) => /^[a-z0-9][a-z0-9-]*$/.test(word)) : [],
    lookup: lookups[long ?? ""],
  };
}

/** Each flag of any command once. */
export function allFlags({ flags, commands }: CommandLine): Flag[] {
  const all = [...flags, ...commands.flatMap((command) => command.flags)];
  return [...new Map(all.map((flag) => [flag.names.join(), flag])).values()];
}

/** The names of all flags that take the next word. */
export const valueFlags = (line: CommandLine): string[] =>
  allFlags(line)
    .filter(({ takes }) => takes === "a value")
    .flatMap(({ names }) => names);

/** Text that bash and zsh take as it is. */
export const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
