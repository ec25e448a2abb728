import type { PlannedChange } from "../engine/plan.ts";
import type { Saying } from "../engine/saying.ts";
import { type PhraseId, say } from "../language/phrase.ts";
import { padEnd, wrap } from "../layout/width.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import type { Io } from "./io.ts";

const stepAbout: Record<StepName, Saying> = {
  network: say("stepNetwork"),
  ec2: say("stepEc2"),
  eip: say("stepEip"),
  rds: say("stepRds"),
  route53: say("stepRoute53"),
  acm: say("stepAcm"),
  alb: say("stepAlb"),
  s3: say("stepS3"),
  codedeploy: say("stepCodedeploy"),
};

/** What each kind of resource is called when it has no name yet. */
export const nouns: Record<string, PhraseId & `kind${string}`> = {
  address: "kindAddress",
  "address-association": "kindAddressAssociation",
  bucket: "kindBucket",
  "carried-records": "kindCarriedRecords",
  certificate: "kindCertificate",
  "codedeploy-application": "kindApplication",
  "db-instance": "kindDatabase",
  "db-parameter-group": "kindDbParameterGroup",
  "db-snapshot": "kindDbSnapshot",
  "db-subnet-group": "kindDbSubnetGroup",
  "deployment-group": "kindDeploymentGroup",
  "hosted-zone": "kindHostedZone",
  instance: "kindInstance",
  "instance-profile": "kindInstanceProfile",
  listener: "kindListener",
  "load-balancer": "kindLoadBalancer",
  "oidc-provider": "kindOidcProvider",
  parameter: "kindParameter",
  "record-set": "kindRecord",
  "repository-files": "kindRepositoryFiles",
  role: "kindRole",
  "role-policy": "kindRolePolicy",
  "security-group": "kindSecurityGroup",
  "security-group-rule": "kindSecurityGroupRule",
  subnets: "kindSubnets",
  "target-group": "kindTargetGroup",
  "target-registration": "kindTargetRegistration",
  vpc: "kindVpc",
};

const gap = "  ";

/** The plan for a screen: each step with what it is for, and under it what is made, changed and removed. */
export function planLines(
  changes: readonly PlannedChange[],
  { columns, text }: Pick<Io, "columns" | "text">,
): string[] {
  const width = Math.max(...stepNames.map((step) => step.length));
  const margin = " ".repeat(gap.length + width + gap.length);
  return stepNames.flatMap((step) => {
    const its = changes.filter((change) => change.step === step);
    const said = its.length > 0 ? whatHappens(its) : [];
    if (said.length === 0) return [];
    const name = `${gap}${padEnd(step, width)}${gap}`;
    return [stepAbout[step], ...said].flatMap((line, index) =>
      wrap(text(line), columns - margin.length, { indent: gap.length }).map(
        (part, below) => (index + below === 0 ? name : margin) + part,
      ),
    );
  });
}

/** The plan in numbers: `Plan: 43 to make, 2 to change.` */
export function planTotals(changes: readonly PlannedChange[]): Saying {
  const count = (action: PlannedChange["action"]) => changes.filter((change) => change.action === action).length;
  const parts = [
    say("planToMake", count("create")),
    say("planToChange", count("update")),
    say("planToRemove", count("delete")),
    say("planUnknown", count("unknown")),
    say("planSame", count("none")),
  ].filter((part) => typeof part !== "string" && part.args[0] !== 0);
  return say("planTotals", parts.length > 0 ? say("listed", ...parts) : say("planNothing"));
}

function whatHappens(changes: readonly PlannedChange[]): Saying[] {
  const made = changes.filter(({ action }) => action === "create");
  const same = changes.filter(({ action }) => action === "none").length;
  return [
    ...(made.length > 0 ? [say("planMakes", say("listed", ...byKind(made)))] : []),
    // What making something takes the place of, or why it is made again, is said for itself.
    ...made.flatMap(({ title, detail }) => detail.map((each) => say("planChanges", title, each))),
    ...changes.flatMap(({ action, title, detail, instead }) => {
      if (action === "update") {
        const change = say("planChanges", title, detail.join("; "));
        return instead ? [change, say("planStuck", instead)] : [change];
      }
      if (action === "delete") return [say("planRemoves", title)];
      if (action !== "unknown") return [];
      return instead
        ? [say("planGone", title, detail.join("; ")), say("planRefused", instead)]
        : [say("planUnsure", title, detail.join("; "))];
    }),
    ...(same > 0 ? [say("planGoesOnWith", same)] : []),
  ];
}

function byKind(changes: readonly PlannedChange[]): Saying[] {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => {
    const id = nouns[kind];
    const noun = id ? say(id) : kind;
    return count > 1 ? say("planSeveral", noun, count) : noun;
  });
}
