import type { Saying } from "./saying.ts";

/** What the engine says of itself. It knows no language, so whoever starts it brings the words. */
export interface Words {
  /** A wait, until it is clear whether a create call that was cut short has made something. */
  toShowWhetherMade(title: Saying): Saying;
  /** An advisory wait that did not come to its end, and the reason that was noted last. */
  notOver(what: Saying, reason: Saying | undefined): Saying;
  /** Why a step is not done: the node with this key did not come about. */
  heldUpBy(title: Saying): Saying;
  /** Why a step is not done: the run was stopped. */
  stopped: Saying;
  /** Why something is left alone at teardown: others made it. */
  wasThereBefore: Saying;
  /** What held a person's data was gone before it was to be taken down, or left no copy: somebody else removed it. */
  goneWithoutCopy(title: Saying): Saying;
}
