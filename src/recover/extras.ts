import type { AwsTools } from "../aws/tools.ts";
import type { Config } from "../config/schema.ts";
import type { Blueprint } from "../engine/blueprint.ts";
import { type RecoveredNode, recoverNodes } from "../engine/recover.ts";
import type { Workshop } from "../engine/toolbox.ts";
import { say } from "../language/phrase.ts";
import { dbSnapshot, whyItStays } from "../resources/db-snapshot.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import type { StepContext } from "../steps/context.ts";
import type { Holding } from "./holdings.ts";

/** The same config with everything that it could ask for, and does not. */
function withEverything(config: Config): Config {
  return {
    ...config,
    database: config.database ?? {
      engine: "postgres",
      class: "db.t4g.micro",
      storage: 20,
      backupDays: 7,
      multiAz: false,
    },
    assets: true,
    server: { ...config.server, elasticIp: true },
    github: config.github ?? { repository: "unknown/unknown", branch: "main" },
  };
}

/** What an earlier config asked for and this one does not: it is still there, and `resume` and `destroy` remove it. */
export async function recoverFormer(
  context: StepContext,
  blueprint: Blueprint<AwsTools>,
  workshop: Workshop<AwsTools>,
  outputs: ReadonlyMap<string, unknown>,
): Promise<RecoveredNode[]> {
  const config = withEverything(context.config);
  const wider = createBlueprint({ ...context, config, githubSubjects: context.githubSubjects ?? ["unknown"] });
  const nodes = wider.nodes.filter((node) => node.type === "resource" && !blueprint.node(node.key));
  const found = await recoverNodes(nodes, workshop, new Map(outputs));
  return found
    .filter(({ by }) => by === "tags" || by === "content")
    .map((one) => ({ ...one, note: say("recoverFormer") }));
}

/** Final snapshots that a `destroy` left behind; what a removal names has the moment at its end. */
export async function recoverSnapshots(
  holdings: readonly Holding[],
  databaseIdentifier: string,
  workshop: Workshop<AwsTools>,
): Promise<RecoveredNode[]> {
  const recovered: RecoveredNode[] = [];
  for (const { id } of holdings) {
    const moment = new RegExp(`^${databaseIdentifier}-final-(\\d{14})$`).exec(id)?.[1];
    if (!moment) continue;
    const node = { key: `rds.final-snapshot.${moment}`, step: "rds" };
    const input = { identifier: id, databaseIdentifier };
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    const found = await dbSnapshot.find(tools, input, {});
    if (!found) continue;
    recovered.push({
      ...node,
      title: dbSnapshot.title(input),
      id,
      by: "tags",
      entry: {
        ...{ status: "created", kind: dbSnapshot.kind, step: "rds", needs: [], input, output: found.output },
        foreign: false,
        kept: String(whyItStays),
      },
    });
  }
  return recovered;
}
