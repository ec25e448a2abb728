import { answerProblem, togetherProblem } from "../config/answer-problem.ts";
import { type Flags, flagFor } from "../config/answers.ts";
import { type MergedAnswers, mergeAnswers } from "../config/merge.ts";
import { type Config, parseConfig } from "../config/schema.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { asAnswers, type Proposals, type Seen } from "./detected.ts";
import { fitting } from "./fitting.ts";

export interface SheetSources {
  flags: Flags;
  /** What stands in the config file; undefined without one. */
  file: unknown;
  configPath: string;
  /** What was seen in the repository. */
  proposals: Proposals;
  /** What was typed the last time, by config path. */
  draft: ReadonlyMap<string, unknown>;
  /** About what a config costs a month, in dollars; undefined when nobody can say. */
  monthly?(config: Config): number | undefined;
}

/** Stands in for the one answer that has no default, so that all others can be shown before it is given. */
const noName = "app";

/**
 * The answers while they are being given: what was typed here, over what was typed last time, flags, file, what was seen
 * in the repository, and defaults. Throws `config` or `usage` at once when flags or file are wrong.
 */
export class Sheet {
  private typed: ReadonlyMap<string, unknown> = new Map();
  private readonly sources: SheetSources;
  private proposals: Proposals;

  constructor(sources: SheetSources) {
    this.sources = sources;
    this.proposals = sources.proposals;
    this.complete();
    for (const [path, value] of sources.draft) {
      if (!this.isFlag(path) && !this.problem(path, value)) this.set({ [path]: value });
    }
  }

  /** Every answer as it stands, with the defaults. */
  complete(): Config {
    const { answers, originOf } = this.merged();
    return parseConfig({ app: noName, ...(answers as object) }, this.sources.configPath, originOf);
  }

  /** The answers of people and files; the defaults are left to the schema. */
  merged(asked: ReadonlyMap<string, unknown> = this.typed): MergedAnswers {
    const { flags, file } = this.sources;
    const { answers } = mergeAnswers({ flags, file, asked });
    return mergeAnswers({ flags, file, asked, detected: asAnswers(fitting(this.proposals, answers as object)) });
  }

  get(path: string): unknown {
    return valueAt(this.merged().answers, path) ?? valueAt(this.complete(), path);
  }

  /** Whether somebody or something answered this, so that it is no mere default. */
  isAnswered(path: string): boolean {
    return valueAt(this.merged().answers, path) !== undefined;
  }

  /** Writes answers down, by path; null at a section (`database`) says that there is none. */
  set(answers: Readonly<Record<string, unknown>>): void {
    this.typed = withAnswers(this.typed, answers);
  }

  /** What was typed, for the next time. */
  draft(): Map<string, unknown> {
    return new Map(this.typed);
  }

  /** Whether a flag answers this, or says that its whole section is none. */
  isFlag(path: string): boolean {
    const { originOf } = this.merged();
    return (originOf(path) ?? originOf(path.split(".")[0]!)) !== undefined;
  }

  /** Why `value` cannot stand at `path`, or undefined when it can. */
  problem(path: string, value: unknown): Saying | undefined {
    return answerProblem({ app: noName, ...(this.merged().answers as object) }, path, value);
  }

  /** Why these answers, by path, cannot stand beside the others; undefined when they can. */
  problemWith(answers: Readonly<Record<string, unknown>>): Saying | undefined {
    return togetherProblem(this.tried(answers));
  }

  /** About what all of it would cost a month with these answers, by path. */
  monthlyWith(answers: Readonly<Record<string, unknown>>): number | undefined {
    return this.sources.monthly?.(parseConfig(this.tried(answers), this.sources.configPath));
  }

  /** What was seen in the repository once it is looked at with another runtime in mind. */
  propose(proposals: Proposals): void {
    this.proposals = proposals;
  }

  /** Where the proposed answer comes from; undefined for what was typed a moment ago. */
  from(path: string): Saying | undefined {
    if (this.typed.has(path)) return this.sources.draft.has(path) ? say("fromDraft") : undefined;
    if (this.isFlag(path)) return flagFor(path);
    if (valueAt(this.sources.file, path) !== undefined) return this.sources.configPath;
    const { answers } = this.merged();
    const seen = this.proposals[path as keyof Seen];
    return seen && valueAt(answers, path) === seen.value ? seen.from : say("fromDefault");
  }

  private tried(answers: Readonly<Record<string, unknown>>): unknown {
    return { app: noName, ...(this.merged(withAnswers(this.typed, answers)).answers as object) };
  }
}

/** What was typed, with more `answers`. A section that is none has no fields, and one with a field is not none. */
function withAnswers(typed: ReadonlyMap<string, unknown>, answers: Readonly<Record<string, unknown>>) {
  const all = new Map(typed);
  for (const [path, value] of Object.entries(answers)) {
    const [section = path] = path.split(".");
    if (value === null) for (const other of typed.keys()) if (other.startsWith(`${path}.`)) all.delete(other);
    if (section !== path) all.delete(section);
    all.set(path, value);
  }
  return all;
}

function valueAt(answers: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], answers);
}
