import { back } from "../commands/asks.ts";
import type { Io } from "../commands/io.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { cut, padEnd, widthOf } from "../layout/width.ts";
import { isOpen, questions } from "./questions.ts";
import type { Setting } from "./settings.ts";
import type { Sheet } from "./sheet.ts";

export interface ConversationSettings {
  io: Pick<Io, "ask" | "text" | "columns">;
  sheet: Sheet;
  /** The lines of the review, in this order. */
  settings: readonly Setting[];
  /** Called with each answer, so that it survives an interruption, and something can be said about it. */
  onAnswer(path: string): Promise<void>;
}

/** Asks what is open, one after the other and with a way back, then shows all answers until the person goes on. */
export async function converse(talk: ConversationSettings): Promise<void> {
  await askAll(talk, "first");
  await reviewAnswers(talk);
}

async function askAll({ io, sheet, onAnswer }: ConversationSettings, from: "first" | "last"): Promise<void> {
  const open = questions.filter((question) => isOpen(question, sheet));
  for (let at = from === "first" ? 0 : Math.max(0, open.length - 1); at < open.length; ) {
    const question = open[at]!;
    if ((await question.ask(sheet, io.ask)) === back) {
      at = Math.max(0, at - 1);
      continue;
    }
    await onAnswer(question.path);
    at += 1;
  }
}

/** Shows every answer as a list, in which each can be changed, until the person goes on. */
export async function reviewAnswers(talk: ConversationSettings): Promise<void> {
  const { io, sheet, onAnswer } = talk;
  for (;;) {
    const chosen = await io.ask.choose<Setting | "go">({
      message: say("reviewTitle"),
      choices: [{ value: "go", name: say("reviewGo") }, ...lines(talk)],
      default: "go",
    });
    if (chosen === "go") return;
    if (chosen === back) {
      await askAll(talk, "last");
      continue;
    }
    if ((await chosen.question.ask(sheet, io.ask)) !== back) await onAnswer(chosen.question.path);
  }
}

/** What stands before a choice, and a column to spare. */
const margin = 4;

function lines({ io, sheet, settings }: ConversationSettings) {
  const config = sheet.complete();
  const shown = settings.flatMap((setting) => {
    const value = setting.value(config);
    return value === undefined ? [] : [{ setting, label: io.text(setting.label), value: io.text(value) }];
  });
  const width = Math.max(...shown.map(({ label }) => widthOf(label)));
  return shown.map(({ setting, label, value }) => ({
    value: setting,
    name: cut(`${padEnd(label, width)}  ${value}`, io.columns - margin),
    about: aboutOf(sheet.from(setting.question.path)),
  }));
}

const aboutOf = (from: Saying | undefined): Saying => (from ? say("aboutChangeFrom", from) : say("aboutChange"));
