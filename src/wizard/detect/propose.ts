import { fileSchema } from "../../config/schema.ts";
import type { Saying } from "../../engine/saying.ts";
import { asAnswers, type Proposal, type Seen } from "../detected.ts";

/** A config that is valid as far as it goes, for one answer to be tried in. */
const bare = { app: "shop", github: { repository: "owner/name" } };

/** The answer, if the config would take it: nothing that a project's file says is believed. */
export function propose<Path extends keyof Seen>(
  path: Path,
  value: unknown,
  from: Saying,
): Proposal<Seen[Path]> | undefined {
  if (value === undefined) return undefined;
  const proposal = { value: value as Seen[Path], from };
  const answer = asAnswers({ [path]: proposal });
  const tried = { ...bare, ...answer, ...(answer.github ? { github: { ...bare.github, ...answer.github } } : {}) };
  return fileSchema.safeParse(tried).success ? proposal : undefined;
}
