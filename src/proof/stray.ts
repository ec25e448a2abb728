import type { AwsTools } from "../aws/tools.ts";
import type { Saying } from "../engine/saying.ts";
import type { Standing } from "../prices/standing.ts";

/** Something on AWS that carries this deployment's id and is not in its state. */
export interface Stray {
  title: Saying;
  id: string;
  /** What takes it away; undefined when there is no single command. */
  removeWith: string | undefined;
  /** What of it is billed; undefined when that is not known. */
  standing: Partial<Standing> | undefined;
}

/** What a search works with: `known` are the ids that the state has, as AWS words them. */
export interface Search {
  tools: AwsTools;
  domain: string | null;
  known: ReadonlySet<string>;
}
