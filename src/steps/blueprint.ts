import type { AwsTools } from "../aws/tools.ts";
import { Blueprint } from "../engine/blueprint.ts";
import { acm } from "./acm.ts";
import { alb } from "./alb.ts";
import { codedeploy } from "./codedeploy.ts";
import type { StepContext } from "./context.ts";
import { ec2 } from "./ec2.ts";
import { eip } from "./eip.ts";
import { network } from "./network.ts";
import { rds } from "./rds.ts";
import { route53 } from "./route53.ts";
import { s3 } from "./s3.ts";

/** Everything that a config asks for, in the order of the notes. */
export function createBlueprint(context: StepContext): Blueprint<AwsTools> {
  const all = new Blueprint<AwsTools>();
  const groups = network(all.step("network"), context);
  const server = ec2(all.step("ec2"), context, groups);
  const fixed = eip(all.step("eip"), context, server);
  rds(all.step("rds"), context, groups, server);
  const zone = route53(all.step("route53"), context);
  const certificate = acm(all.step("acm"), context, zone);
  const entry = alb(all.step("alb"), context, {
    network: groups,
    ec2: server,
    eip: fixed,
    route53: zone,
    acm: certificate,
  });
  const buckets = s3(all.step("s3"), context, server);
  codedeploy(all.step("codedeploy"), context, { ec2: server, alb: entry, s3: buckets });
  return all;
}
