import { realpath } from "node:fs/promises";
import { WizardError } from "../engine/errors.ts";
import { writeDurably } from "../state/durable-file.ts";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";
import { JsonProblem, parseJson } from "./json.ts";
import { type Config, parseConfig } from "./schema.ts";

/** What `$schema` says in a config that we write: the schema in the project's own copy of the package. */
const schemaAddress = "./node_modules/deploy-wizard/schema.json";

/** What stands in the config file, not checked yet; undefined when there is no such file. Throws `config`. */
export async function loadConfigFile(path: string): Promise<unknown | undefined> {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const text = decode(path, bytes);
  if (text.trim() === "") throw broken(`${path} is empty.`, `Remove it, then run \`deploy-wizard init\`.`);
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw broken(`${path}, ${error.message}.`, "Correct the file there.", error);
  }
}

/**
 * Writes the config as people like to read it: `$schema` first, then the fields in the schema's order. It is on disk
 * whole or not at all. A symbolic link stays one; the file behind it is written. Throws `config`.
 */
export async function writeConfigFile(path: string, config: Config): Promise<void> {
  const ordered = parseConfig({ ...config, $schema: config.$schema ?? schemaAddress }, path);
  try {
    writeDurably(await targetOf(path), `${JSON.stringify(ordered, undefined, 2)}\n`, 0o644);
  } catch (error) {
    throw broken(`${path} cannot be written: ${(error as Error).message}`, "Make its folder writable.", error);
  }
}

/** Nobody writes so many MiB of answers. */
const most = 1;

function readBytes(path: string): Buffer | undefined {
  try {
    return readPlainFile(path, most);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const reasons: Record<string, string> = {
      EISDIR: "is a folder, not a file",
      EACCES: "cannot be read: permission denied",
      EPERM: "cannot be read: permission denied",
      ENOTDIR: "cannot be read: a part of that path is no folder",
      ELOOP: "cannot be read: its symbolic links lead in a circle",
    };
    const { message } = error as Error;
    const reason = error instanceof NoPlainFile ? message : (reasons[code ?? ""] ?? `cannot be read: ${message}`);
    throw broken(`${path} ${reason}.`, "Name the config file with --config.", error);
  }
}

function decode(path: string, bytes: Buffer): string {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) throw broken(`${path} is in UTF-16; expected UTF-8.`, "Save it as UTF-8.");
  try {
    // A byte order mark at the front, which some editors write, is dropped here.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw broken(`${path} is not in UTF-8.`, "Save it as UTF-8.", error);
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return path;
    throw error;
  }
}

const broken = (message: string, hint: string, cause?: unknown) => new WizardError("config", message, { hint, cause });
