import type { AwsTools } from "../aws/tools.ts";
import type { Names } from "../config/naming.ts";
import type { Config } from "../config/schema.ts";
import type { BuildTool } from "../delivery/build-tool.ts";
import type { StepBuilder } from "../engine/blueprint.ts";

/** What every step is built from. */
export interface StepContext {
  config: Config;
  names: Names;
  environment: string;
  /** This deployment's random id. */
  id: string;
  account: string;
  region: string;
  partition: string;
  /** The `sub` claims that GitHub puts into the tokens of pushes that deploy; undefined without GitHub. */
  githubSubjects: string[] | undefined;
  /** What builds the project; undefined without GitHub. */
  buildTool: BuildTool | undefined;
  /** The load balancer serves the app over http: it goes on doing so until https is there to be redirected to. */
  servesHttp: boolean;
  /** Overwrite files of the repository that differ (`--force`). */
  force: boolean;
  /** False: the records that the domain has in its former DNS are neither read nor copied. */
  carryRecords?: boolean;
}

export type Builder = StepBuilder<AwsTools>;
