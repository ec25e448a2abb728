/** One question, asked on a pretended screen. */
import { screen } from "@inquirer/testing/vitest";
import type { WizardQuestion } from "../../src/wizard/question.ts";
import { questions } from "../../src/wizard/questions.ts";
import { settings } from "../../src/wizard/settings.ts";
import { asking, sheetOf } from "./asking.ts";

export const question = (path: string): WizardQuestion => {
  const found = [...questions, ...settings.map((setting) => setting.question)].find((each) => each.path === path);
  if (!found) throw new Error(`no question answers ${path}`);
  return found;
};

/** Types into the question of `path` and tells what the config says afterwards. */
export async function answer(path: string, keys: string[], sheet = sheetOf()) {
  const done = question(path).ask(sheet, asking());
  for (const key of keys) {
    if (["enter", "up", "down", "escape", "backspace"].includes(key)) screen.keypress(key);
    else screen.type(key);
  }
  const result = await done;
  return { result, config: sheet.complete() };
}
