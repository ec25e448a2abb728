import { WizardError } from "./errors.ts";
import type { Entry } from "./journal.ts";
import type { Resource } from "./resource.ts";

/** Every kind of resource by its `kind`, so that a journal alone is enough to look at things and take them down. */
export type Registry<Tools> = ReadonlyMap<string, Resource<unknown, unknown, Tools>>;

/** One entry of the journal that something is done about. */
export interface Task {
  key: string;
  entry: Entry;
}

export function resourceOf<Tools>(registry: Registry<Tools>, { key, entry }: Task): Resource<unknown, unknown, Tools> {
  const resource = registry.get(entry.kind);
  if (!resource) {
    throw new WizardError("state", `The state names a resource of an unknown kind: ${key} is a ${entry.kind}.`, {
      hint: "It was probably written by a newer version of deploy-wizard: use that one.",
    });
  }
  return resource;
}
