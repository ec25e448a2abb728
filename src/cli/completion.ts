import type { Command } from "commander";
import { bashScript } from "./completion-bash.ts";
import { fishScript } from "./completion-fish.ts";
import { commandLineOf } from "./completion-words.ts";
import { zshScript } from "./completion-zsh.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** The script for a shell. It never starts Node.js, and what it finds in files stays data. */
export function completionScript(program: Command, shell: keyof typeof scripts): string {
  return scripts[shell](commandLineOf(program));
}
