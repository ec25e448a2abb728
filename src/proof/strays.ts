import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { registry } from "../steps/registry.ts";
import { strayCertificates, strayZones } from "./in-domain.ts";
import { straysInEc2 } from "./in-ec2.ts";
import { straysInElb } from "./in-elb.ts";
import { straysInRds } from "./in-rds.ts";
import type { Search, Stray } from "./stray.ts";

export interface Searched {
  strays: Stray[];
  /** Where AWS would not let anybody look, and why: there something may be left. */
  unsearched: { where: string; why: string }[];
}

const places: Record<string, (search: Search) => Promise<Stray[]>> = {
  "Amazon EC2": straysInEc2,
  "Amazon RDS": straysInRds,
  "Elastic Load Balancing": straysInElb,
  "Amazon Route 53": strayZones,
  "AWS Certificate Manager": strayCertificates,
};

/** What was removed a moment ago may still show its tags for so long. */
const lagSeconds = 60;

/**
 * Everything that carries this deployment's id and is not in its state, wherever that can be asked for. It is told and
 * never removed: nobody has recorded that this deployment made it. Changes nothing.
 */
export async function searchByTag(
  tools: AwsTools,
  state: Pick<DeploymentState, "entries" | "fixed">,
): Promise<Searched> {
  const search: Search = { tools, domain: state.fixed.domain, known: knownIds(state) };
  const result: Searched = { strays: [], unsearched: [] };
  for (const [where, look] of Object.entries(places)) {
    try {
      result.strays.push(...(await settled(tools, where, () => look(search))));
    } catch (error) {
      if (!(error instanceof WizardError) || !["refused", "no-answer"].includes(error.code)) throw error;
      result.unsearched.push({ where, why: error.message });
    }
  }
  return result;
}

/** What is still seen after AWS has had the time to forget what was removed. */
async function settled({ poll }: AwsTools, where: string, look: () => Promise<Stray[]>): Promise<Stray[]> {
  let seen: Stray[] = [];
  const wait = { what: say("waitTagsToVanish", where), everySeconds: 5, timeoutSeconds: lagSeconds };
  try {
    await poll(wait, async (note) => {
      seen = await look();
      note(say("noteStillThere", seen.map(({ id }) => id).join(", ")));
      return seen.length === 0;
    });
  } catch (error) {
    // Still there after all that time: that is the answer.
    if (!(error instanceof WizardError) || error.code !== "timeout") throw error;
  }
  return seen;
}

function knownIds({ entries }: Pick<DeploymentState, "entries">): Set<string> {
  return new Set(
    entries().flatMap(([, { status, kind, ...entry }]) => {
      const resource = registry.get(kind);
      return status === "created" && resource && "output" in entry ? [resource.id(entry.output)] : [];
    }),
  );
}
