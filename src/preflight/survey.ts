import { awsCode } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import type { Outputs, ResourceNode } from "../engine/blueprint.ts";
import { WizardError } from "../engine/errors.ts";
import { inputOf } from "../engine/plan.ts";
import { within } from "./asked.ts";
import type { Planned } from "./circumstances.ts";

type Node = ResourceNode<AwsTools>;

/** One resource that cannot be found out about holds up no check that is not about it. */
const patienceSeconds = 20;

/** Something of the plan that could not be looked at, and why. */
export interface Obstacle {
  node: Node;
  error: WizardError;
}

/** What of a plan exists already. Only kinds that have a name or a quota of their own are looked for. */
export interface Survey {
  /** By key, of what was found. */
  outputs: Outputs;
  /** What is not there yet, and so is going to be made. */
  missing: readonly Node[];
  /** Names that somebody else's resource has. */
  taken: readonly Obstacle[];
  unasked: readonly Obstacle[];
}

const lookedFor = new Set([
  "address",
  "bucket",
  "codedeploy-application",
  "db-instance",
  "db-parameter-group",
  "db-subnet-group",
  "hosted-zone",
  "instance",
  "instance-profile",
  "load-balancer",
  "oidc-provider",
  "role",
  "security-group",
  "subnets",
  "target-group",
  "vpc",
]);

/** These are looked for by name or tags alone, so that they can be before what they are made from is there. */
const foundAlone = new Set(["db-instance", "instance", "instance-profile", "load-balancer"]);

/** In place of the output of what is not there yet: enough to build an input that is only looked for by its name. */
const standIn = (context: Planned["context"], { key }: Node) => ({
  name: `${context.names.prefix}-${key}`,
  groupId: key,
  subnets: [],
});

/** Looks for every resource of the plan, side by side, and changes nothing. */
export async function survey({ blueprint, workshop, context }: Planned): Promise<Survey> {
  const outputs = new Map<string, unknown>();
  const standIns = new Map<string, unknown>();
  const missing: Node[] = [];
  const taken: Obstacle[] = [];
  const unasked: Obstacle[] = [];
  const looks = new Map<string, Promise<void>>();

  async function look(node: Node): Promise<void> {
    await Promise.all(node.needs.map(({ key }) => looks.get(key)));
    standIns.set(node.key, standIn(context, node));
    if (!lookedFor.has(node.resource.kind)) return;
    const known = foundAlone.has(node.resource.kind) ? new Map([...standIns, ...outputs]) : outputs;
    const input = inputOf(node, known);
    if (!input) return void missing.push(node);
    try {
      const output = await within(patienceSeconds, workshop.signal, () => find(node, input.value));
      if (output === undefined) missing.push(node);
      else outputs.set(node.key, output);
    } catch (error) {
      if (workshop.signal.aborted || !(error instanceof WizardError)) throw error;
      // Whoever may not look at a bucket cannot tell whether there is one.
      const isTaken = error.code === "not-ours" && awsCode(error) !== "AccessDenied";
      (isTaken ? taken : unasked).push({ node, error });
    }
  }

  async function find(node: Node, input: unknown): Promise<unknown> {
    const entry = workshop.journal.get(node.key);
    const recorded = entry?.status === "created" ? entry.output : undefined;
    const token = entry?.status === "creating" ? entry.token : undefined;
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    const found = await node.resource.find(tools, input, { recorded, token });
    return found && !found.spent ? found.output : undefined;
  }

  for (const node of blueprint.nodes) {
    if (node.type === "resource") looks.set(node.key, look(node));
  }
  await Promise.all(looks.values());
  return { outputs, missing, taken, unasked };
}

/** How many resources of this kind the plan makes. */
export const countMissing = ({ missing }: Survey, kind: string) =>
  missing.filter(({ resource }) => resource.kind === kind).length;
