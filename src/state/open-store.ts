import { WizardError } from "../engine/errors.ts";
import { createFileStore } from "./file-store.ts";
import type { StateStore } from "./store.ts";

interface StorePlace {
  state: string;
  environment: string;
  /** The id of a lock of another machine that is gone. */
  forceUnlock?: string | undefined;
}

/** The store that `--state` names. */
export function openStore({ state, environment, forceUnlock }: StorePlace): StateStore {
  if (state.startsWith("s3://")) {
    throw new WizardError("usage", `--state: ${state} given; states in S3 are not supported yet, a folder is.`);
  }
  return createFileStore(state, environment, forceUnlock);
}
