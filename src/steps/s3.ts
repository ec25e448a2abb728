import { bucket } from "../resources/bucket.ts";
import { parameter } from "../resources/parameter.ts";
import { rolePolicy } from "../resources/role-policy.ts";
import { rolePolicies, useBuckets } from "./access.ts";
import type { Builder, StepContext } from "./context.ts";
import type { ec2 } from "./ec2.ts";

/** A private bucket for what is deployed, and one for the app's files; only the server's role reaches them. */
export function s3(add: Builder, { config, names }: StepContext, { role }: ReturnType<typeof ec2>) {
  const build = add.resource("build-bucket", bucket, {}, () => ({
    name: names.buildBucket,
    purpose: "build" as const,
  }));
  const assets = config.assets
    ? add.resource("assets-bucket", bucket, {}, () => ({ name: names.assetsBucket, purpose: "assets" as const }))
    : undefined;
  add.resource("server-access", rolePolicy, { role, build, assets }, ({ role, build, assets }) => ({
    roleName: role.name,
    name: rolePolicies.buckets,
    document: useBuckets(build.arn, assets?.arn),
  }));
  if (assets) {
    add.resource("parameter-assets-bucket", parameter, { assets }, ({ assets }) => ({
      name: names.parameter("assets-bucket"),
      value: assets.name,
      description: "The bucket for the app's files",
    }));
  }
  return { build };
}
