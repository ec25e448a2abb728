import type { AwsCredentialIdentity } from "@smithy/types";
import type { AwsTools } from "../aws/tools.ts";
import type { Session } from "../commands/session.ts";
import type { Blueprint } from "../engine/blueprint.ts";
import type { Journal } from "../engine/journal.ts";
import type { Workshop } from "../engine/toolbox.ts";
import type { StepContext } from "../steps/context.ts";

/** A deployment that is going to be made or changed: what it is to consist of, and what of it is recorded. */
export interface Planned {
  context: StepContext;
  blueprint: Blueprint<AwsTools>;
  workshop: Workshop<AwsTools>;
}

/** Everything that the checks look at. */
export interface Circumstances {
  session: Session;
  /** As the SDK found them, with their end when they have one. */
  credentials(): Promise<AwsCredentialIdentity>;
  /** What is recorded of this deployment; undefined before its first run. */
  journal: Journal | undefined;
  /** Undefined without a config: then only what needs none is checked. */
  planned: Planned | undefined;
}
