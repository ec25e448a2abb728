import type { Answers } from "../config/merge.ts";
import type { Config } from "../config/schema.ts";
import type { Runtime } from "../delivery/build-tool.ts";
import type { Saying } from "../engine/saying.ts";

/** What can be seen in a repository, under its path in deploy-wizard.json. */
export interface Seen {
  app: string;
  runtime: Runtime;
  port: number;
  healthCheck: string;
  "database.engine": NonNullable<Config["database"]>["engine"];
  "github.repository": string;
  /** Only together with the repository. */
  "github.branch": string;
}

/** An answer to propose. It stands up to the config's rules. */
export interface Proposal<Value> {
  value: Value;
  /** Where it was seen: "server.port in src/main/resources/application.yml". */
  from: Saying;
  /** Good enough to be proposed, and too little to be taken when nobody is asked. */
  guess?: true;
}

export type Proposals = { [Path in keyof Seen]?: Proposal<Seen[Path]> };

/** The jar that the build will make. */
export interface Artifact {
  /** Where it will lie in the project, as a glob: `build/libs/*.jar`. */
  files: string;
  /** Its file name, where the build files give it away. */
  name?: string;
}

export interface Detected {
  proposals: Proposals;
  /** What the person should know, although it answers no question. */
  notes: Saying[];
  /** Undefined when the build makes no jar. */
  artifact?: Artifact;
}

/** What the build makes, as a path: `build/libs/shop-1.0.jar`, or the pattern where the name is not given away. */
export const artifactPath = ({ files, name }: Artifact): string =>
  name === undefined ? files : files.replace(/[^/]*$/, name);

/** The proposals as the config file would have them, for `mergeAnswers`. */
export function asAnswers(proposals: Proposals): Answers {
  const answers: Answers = {};
  for (const [path, { value }] of Object.entries(proposals)) {
    const [section, field] = path.split(".") as [string, string?];
    answers[section] = field === undefined ? value : { ...(answers[section] as Answers), [field]: value };
  }
  return answers;
}
