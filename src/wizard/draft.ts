import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../state/durable-file.ts";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";

/** Answers that were typed and are not in the config yet, so that an interrupted wizard need not be told again. */
export interface Draft {
  read(): Map<string, unknown>;
  write(answers: ReadonlyMap<string, unknown>): void;
  forget(): void;
}

const shape = z.record(z.string(), z.unknown());

/** In the folder of the state, beside it: `prod.answers.json`. A damaged one is as good as none. */
export function openDraft(folder: string, environment: string): Draft {
  const file = join(folder, `${environment}.answers.json`);
  return {
    read() {
      let text: string;
      try {
        text = readPlainFile(file, 1).toString("utf8");
      } catch (error) {
        if (error instanceof NoPlainFile || (error instanceof Error && "code" in error)) return new Map();
        throw error;
      }
      return new Map(Object.entries(parse(text) ?? {}));
    },
    write(answers) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeDurably(file, `${JSON.stringify(Object.fromEntries(answers), undefined, 2)}\n`);
    },
    forget: () => rmSync(file, { force: true }),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
