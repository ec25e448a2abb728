import { type ContextEntry, type EvaluationResult, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { awsCode } from "../aws/errors.ts";
import type { Grant } from "./actions.ts";
import { type Decision, decide, isAllowedSomewhere, madeUp } from "./decision.ts";

export interface Verdict {
  action: string;
  grant: Grant;
  decision: Decision;
}

/** Actions in one request; each is judged for each resource, and answers come in pages of 100. */
const batchSize = 40;

/** Whose policies count, and where the calls are going to be made. */
export interface Simulated {
  /** ARN of a user or role. */
  principal: string;
  account: string;
  partition: string;
  region: string;
}

/**
 * What IAM would say if somebody did what is in `grants`. Nothing is done.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulate(aws: Aws, caller: Simulated, grants: readonly Grant[]): Promise<Verdict[]> {
  const batches = grants.flatMap(({ actions, ...rest }) =>
    Array.from({ length: Math.ceil(actions.length / batchSize) }, (_, index) => ({
      ...rest,
      actions: actions.slice(index * batchSize, (index + 1) * batchSize),
    })),
  );
  const verdicts: Verdict[] = [];
  // IAM lets through a few of these a second; more at once would only be throttled.
  const waiting = [...batches];
  const work = async () => {
    for (let grant = waiting.shift(); grant; grant = waiting.shift()) {
      verdicts.push(...(await judge(aws, caller, grant)));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return verdicts;
}

async function judge(aws: Aws, caller: Simulated, grant: Grant): Promise<Verdict[]> {
  try {
    const results = await evaluate(aws, caller, grant);
    const verdicts = grant.actions.map((action) => ({ action, grant, decision: decide(results.get(action) ?? []) }));
    return await withLimitedResources(aws, caller, verdicts);
  } catch (error) {
    // Actions that IAM cannot judge together are judged one by one; one that it does not know stays unclear.
    if (!/^InvalidInput/.test(awsCode(error))) throw error;
    const [action, ...others] = grant.actions;
    if (!action || others.length === 0) return [{ action: action ?? "", grant, decision: "unclear" }];
    const half = Math.ceil(grant.actions.length / 2);
    const halves = [grant.actions.slice(0, half), grant.actions.slice(half)];
    return (await Promise.all(halves.map((actions) => judge(aws, caller, { ...grant, actions })))).flat();
  }
}

/** What EC2 makes and changes has no name beforehand; a policy may be limited to some of these. */
const kindsOfEc2 = ["elastic-ip", "instance", "network-interface", "security-group", "security-group-rule", "volume"];

/** What is not allowed for all of EC2 may be for some resources: then only the call itself can tell. */
async function withLimitedResources(aws: Aws, caller: Simulated, verdicts: Verdict[]): Promise<Verdict[]> {
  const doubtful = verdicts.filter(
    ({ action, decision }) => decision === "missing" && /^ec2:(?!Describe)/.test(action),
  );
  if (doubtful.length === 0) return verdicts;
  const { partition, region, account } = caller;
  const resources = kindsOfEc2.map((kind) => `arn:${partition}:ec2:${region}:${account}:${kind}/*`);
  const actions = doubtful.map(({ action }) => action);
  const results = await evaluate(aws, caller, { ...doubtful[0]!.grant, actions, resources });
  return verdicts.map((verdict) => {
    const isLimited = doubtful.includes(verdict) && isAllowedSomewhere(results.get(verdict.action) ?? []);
    return isLimited ? { ...verdict, decision: "unclear" } : verdict;
  });
}

async function evaluate(
  aws: Aws,
  { principal, region }: Simulated,
  { actions, resources, condition }: Grant,
): Promise<Map<string, EvaluationResult[]>> {
  const given = { "aws:RequestedRegion": regionOf(actions[0]!, region), ...condition };
  const results = new Map<string, EvaluationResult[]>();
  let Marker: string | undefined;
  do {
    const answer = await aws.iam(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: principal,
        ActionNames: [...actions],
        ResourceArns: resources.map(example),
        ContextEntries: Object.entries(given).map(
          ([ContextKeyName, value]): ContextEntry => ({
            ContextKeyName,
            ContextKeyType: "string",
            ContextKeyValues: [value],
          }),
        ),
        Marker,
      }),
    );
    for (const result of answer.EvaluationResults ?? []) {
      const action = result.EvalActionName!;
      results.set(action, [...(results.get(action) ?? []), result]);
    }
    Marker = answer.IsTruncated ? answer.Marker : undefined;
  } while (Marker);
  return results;
}

/** A policy for `shop-prod-*` allows `shop-prod-` and anything, but not the ARN that ends in a star itself. */
const example = (arn: string) => (arn === "*" ? arn : arn.replaceAll("*", madeUp));

/** Services of the whole world are asked in one Region. */
const regionOf = (action: string, region: string) => (/^(iam|route53):/.test(action) ? "us-east-1" : region);
