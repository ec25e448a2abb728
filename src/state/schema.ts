import { createHash } from "node:crypto";
import { z } from "zod";
import { WizardError } from "../engine/errors.ts";

/** Raised when the shape changes; a file with a higher one was written by a newer deploy-wizard. */
export const stateVersion = 1;

const entryBase = {
  kind: z.string().min(1),
  step: z.string().min(1),
  needs: z.array(z.string()),
  input: z.unknown(),
};

const entry = z.discriminatedUnion("status", [
  z.strictObject({
    ...entryBase,
    status: z.literal("creating"),
    token: z.string().min(1),
    since: z.iso.datetime(),
    account: z.string(),
    region: z.string(),
    refused: z.boolean().optional(),
  }),
  z.strictObject({
    ...entryBase,
    status: z.literal("created"),
    output: z.unknown(),
    since: z.iso.datetime().optional(),
    foreign: z.boolean(),
    kept: z.string().optional(),
  }),
]);

const state = z.strictObject({
  version: z.literal(stateVersion),
  /** Grows by one with every change. */
  serial: z.int().nonnegative(),
  id: z.string().regex(/^[a-z0-9]{6,20}$/),
  app: z.string(),
  environment: z.string(),
  account: z.string(),
  region: z.string(),
  /** What cannot be changed in place once something was made. */
  fixed: z.strictObject({
    entry: z.enum(["alb", "direct"]),
    domain: z.string().nullable(),
    /** False: the person wants none of the records that the domain has elsewhere. */
    carryRecords: z.boolean().optional(),
    /** SHA-256 of the config whose plan and price the person was shown last before a run. */
    agreed: z.string().optional(),
  }),
  /** SHA-256 of the config that was last brought in whole; a different one is looked through before it is. */
  applied: z.string().optional(),
  resources: z.record(z.string(), entry),
  /** What was recorded once and is no more: its kind, by key. */
  gone: z.record(z.string(), z.string()).optional(),
});

export type State = z.infer<typeof state>;

/** What a state file holds: the state and the SHA-256 of its JSON text. */
const file = z.looseObject({ checksum: z.string(), state: z.unknown() });

const sumOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export function serialiseState(value: State): string {
  return `${JSON.stringify({ checksum: sumOf(value), state: value }, null, 2)}\n`;
}

/** Whether a newer deploy-wizard wrote this text: it is whole, but not for this version. */
export function isFromNewer(text: string): boolean {
  try {
    return JSON.parse(text).state.version > stateVersion;
  } catch {
    return false;
  }
}

/** Reads a state file's text. `where` and `backup` name it and its kept copy in the error, which is always `state`. */
export function parseState(text: string, where: string, backup: string): State {
  const broken = (reason: string, cause?: unknown) =>
    new WizardError("state", `The state file ${where} ${reason}.`, {
      hint: `Nothing was called. The copy before the last write is ${backup}. If that is no use, \`deploy-wizard recover\` rebuilds the state from tags.`,
      cause,
    });
  if (text.trim() === "") throw broken("is empty");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw broken("is broken: it is not whole JSON", cause);
  }
  const outer = file.safeParse(json);
  if (!outer.success) throw broken("is not a deploy-wizard state");
  const version = z.looseObject({ version: z.number() }).safeParse(outer.data.state);
  if (!version.success) throw broken("is not a deploy-wizard state");
  if (version.data.version > stateVersion) {
    throw new WizardError(
      "state",
      `The state file ${where} was written by a newer deploy-wizard (format ${version.data.version}, this one knows ${stateVersion}).`,
      {
        hint: "Use that version, or a newer one: `npx deploy-wizard@latest`.",
      },
    );
  }
  if (sumOf(outer.data.state) !== outer.data.checksum) throw broken("was changed or damaged: its checksum is wrong");
  const parsed = state.safeParse(outer.data.state);
  if (!parsed.success) throw broken("is damaged", parsed.error);
  // A key that means something to JavaScript (`__proto__`) is left out without a word.
  const { resources } = outer.data.state as State;
  if (Object.keys(resources).length !== Object.keys(parsed.data.resources).length) throw broken("is damaged");
  return parsed.data;
}
