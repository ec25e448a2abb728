import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { certificate } from "../resources/certificate.ts";
import { codeDeployApplication } from "../resources/codedeploy-application.ts";
import { dbInstance } from "../resources/db-instance.ts";
import { dbParameterGroup } from "../resources/db-parameter-group.ts";
import { dbSnapshot } from "../resources/db-snapshot.ts";
import { dbSubnetGroup } from "../resources/db-subnet-group.ts";
import { hostedZone } from "../resources/hosted-zone.ts";
import { instance } from "../resources/instance.ts";
import { instanceProfile } from "../resources/instance-profile.ts";
import { loadBalancer } from "../resources/load-balancer.ts";
import { parameter } from "../resources/parameter.ts";
import { securityGroup } from "../resources/security-group.ts";
import { targetGroup } from "../resources/target-group.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { registry } from "../steps/registry.ts";
import {
  strayApplication,
  strayAssetsBucket,
  strayBuildBucket,
  strayCodeDeployRole,
  strayGithubRole,
  strayParameters,
  strayProfile,
  strayServerRole,
  straysBesideDatabase,
} from "./by-name.ts";
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

interface Place {
  where: string;
  look(search: Search): Promise<Stray[]>;
  /** The kinds of resources that live there; or the key, where there is one of several alike. */
  has: readonly string[];
  /** Only the entry `alb` has any of it; the entry is fixed for life. */
  ofBalancer?: boolean;
}

const places: readonly Place[] = [
  { where: "Amazon EC2", look: straysInEc2, has: [instance.kind, securityGroup.kind] },
  { where: "Amazon RDS", look: straysInRds, has: [dbInstance.kind, dbSnapshot.kind] },
  { where: "Amazon RDS", look: straysBesideDatabase, has: [dbSubnetGroup.kind, dbParameterGroup.kind] },
  {
    where: "Elastic Load Balancing",
    look: straysInElb,
    has: [loadBalancer.kind, targetGroup.kind],
    ofBalancer: true,
  },
  { where: "Amazon Route 53", look: strayZones, has: [hostedZone.kind] },
  { where: "Amazon S3", look: strayBuildBucket, has: ["s3.build-bucket"] },
  { where: "Amazon S3", look: strayAssetsBucket, has: ["s3.assets-bucket"] },
  { where: "AWS IAM", look: strayProfile, has: [instanceProfile.kind] },
  { where: "AWS IAM", look: strayServerRole, has: ["ec2.role"] },
  { where: "AWS IAM", look: strayCodeDeployRole, has: ["codedeploy.role"] },
  { where: "AWS IAM", look: strayGithubRole, has: ["codedeploy.github-role"] },
  { where: "AWS Systems Manager", look: strayParameters, has: [parameter.kind] },
  { where: "AWS CodeDeploy", look: strayApplication, has: [codeDeployApplication.kind] },
  { where: "AWS Certificate Manager", look: strayCertificates, has: [certificate.kind], ofBalancer: true },
];

/** What was removed a moment ago may still show its tags for so long. */
const lagSeconds = 60;

/**
 * Everything that carries this deployment's id and is not in its state, wherever that can be asked for. It is told and
 * never removed: nobody has recorded that this deployment made it. Where the deployment never had anything, nobody needs
 * to be allowed to look. Changes nothing.
 */
export async function searchByTag(
  tools: AwsTools,
  state: Pick<DeploymentState, "entries" | "fixed" | "had">,
): Promise<Searched> {
  const search: Search = { tools, domain: state.fixed.domain, known: knownIds(state) };
  const result: Searched = { strays: [], unsearched: [] };
  const had = state.had();
  for (const { where, look, has, ofBalancer } of places) {
    if (ofBalancer && state.fixed.entry !== "alb") continue;
    try {
      result.strays.push(...(await settled(tools, where, () => look(search))));
    } catch (error) {
      if (!(error instanceof WizardError) || !["refused", "no-answer"].includes(error.code)) throw error;
      const wasThere = had.size === 0 || has.some((each) => had.has(each));
      if (wasThere || error.code !== "refused") result.unsearched.push({ where, why: error.message });
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
