import type { Words } from "../engine/words.ts";
import { say } from "./phrase.ts";

/** What the engine says of itself, which knows no language. */
export const engineWords: Words = {
  toShowWhetherMade: (title) => say("waitToShowWhetherMade", title),
  notOver: (what, reason) => (reason ? say("waitNotOverBecause", what, reason) : say("waitNotOver", what)),
  heldUpBy: (title) => say("waitHeldUpBy", title),
  stopped: say("waitStopped"),
  wasThereBefore: say("keptFromBefore"),
  goneWithoutCopy: (title) => say("warnNoCopy", title),
};
