import type { AwsResource, AwsTools } from "../aws/tools.ts";
import type { Registry } from "../engine/registry.ts";
import type { Resource } from "../engine/resource.ts";
import { address } from "../resources/address.ts";
import { addressAssociation } from "../resources/address-association.ts";
import { bucket } from "../resources/bucket.ts";
import { carriedRecords } from "../resources/carried-records.ts";
import { certificate } from "../resources/certificate.ts";
import { codeDeployApplication } from "../resources/codedeploy-application.ts";
import { dbInstance } from "../resources/db-instance.ts";
import { dbParameterGroup } from "../resources/db-parameter-group.ts";
import { dbSnapshot } from "../resources/db-snapshot.ts";
import { dbSubnetGroup } from "../resources/db-subnet-group.ts";
import { deploymentGroup } from "../resources/deployment-group.ts";
import { hostedZone } from "../resources/hosted-zone.ts";
import { instance } from "../resources/instance.ts";
import { instanceProfile } from "../resources/instance-profile.ts";
import { listener } from "../resources/listener.ts";
import { loadBalancer } from "../resources/load-balancer.ts";
import { oidcProvider } from "../resources/oidc-provider.ts";
import { parameter } from "../resources/parameter.ts";
import { recordSet } from "../resources/record-set.ts";
import { repositoryFiles } from "../resources/repository-files.ts";
import { role } from "../resources/role.ts";
import { rolePolicy } from "../resources/role-policy.ts";
import { securityGroup } from "../resources/security-group.ts";
import { securityGroupRule } from "../resources/security-group-rule.ts";
import { subnets } from "../resources/subnets.ts";
import { targetGroup } from "../resources/target-group.ts";
import { targetRegistration } from "../resources/target-registration.ts";
import { vpc } from "../resources/vpc.ts";

/** Every kind of resource, so that what a state names can be looked at and taken down without a config. */
export const registry: Registry<AwsTools> = new Map(
  [
    address,
    addressAssociation,
    bucket,
    carriedRecords,
    certificate,
    codeDeployApplication,
    dbInstance,
    dbParameterGroup,
    dbSnapshot,
    dbSubnetGroup,
    deploymentGroup,
    hostedZone,
    instance,
    instanceProfile,
    listener,
    loadBalancer,
    oidcProvider,
    parameter,
    recordSet,
    repositoryFiles,
    role,
    rolePolicy,
    securityGroup,
    securityGroupRule,
    subnets,
    targetGroup,
    targetRegistration,
    vpc,
  ].map((one) => [one.kind, one as AwsResource<never, never> as Resource<unknown, unknown, AwsTools>]),
);
