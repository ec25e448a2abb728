import { arnsOf, type Scope } from "./scope.ts";

/** IAM actions that a deployment needs on the same resources, and the condition that keeps them narrow. */
export interface Grant {
  actions: readonly string[];
  /** ARNs, or `*` for actions that know no resource, or whose resources have no names beforehand. */
  resources: readonly string[];
  condition?: Readonly<Record<string, string>>;
}

/** For what has no name of its own choice: at least no other Region is touched. */
const inRegion = ({ region }: Scope, ...actions: string[]): Grant => ({
  actions,
  resources: ["*"],
  condition: { "aws:RequestedRegion": region },
});
const on = (resources: string | readonly string[], ...actions: string[]): Grant => ({
  actions,
  resources: [resources].flat(),
});
const prefixed = (service: string, ...operations: string[]) => operations.map((operation) => `${service}:${operation}`);
const passRole = (role: string, service: string): Grant => ({
  actions: ["iam:PassRole"],
  resources: [role],
  condition: { "iam:PassedToService": service },
});

/**
 * What each kind of resource needs to be found, made, changed and removed. Mostly an action is named like its
 * operation; where it is not, or where an operation needs further actions, AWS's reference says so.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function actionsByKind(scope: Scope): Record<string, readonly Grant[]> {
  const arns = arnsOf(scope);
  const ec2 = (...operations: string[]) => inRegion(scope, ...prefixed("ec2", ...operations));
  const balancing = (resources: string | readonly string[], ...operations: string[]) =>
    on(resources, ...prefixed("elasticloadbalancing", ...operations));
  const seeBalancing = (...operations: string[]) => inRegion(scope, ...prefixed("elasticloadbalancing", ...operations));
  const rds = (resources: string | readonly string[], ...operations: string[]) =>
    on(resources, ...prefixed("rds", ...operations));
  const iam = (resources: string | readonly string[], ...operations: string[]) =>
    on(resources, ...prefixed("iam", ...operations));
  const zoneRecords = [
    on(arns.zones, "route53:ListResourceRecordSets", "route53:ChangeResourceRecordSets"),
    on(arns.zoneChanges, "route53:GetChange"),
  ];
  return {
    vpc: [ec2("DescribeVpcs")],
    subnets: [ec2("DescribeSubnets", "DescribeRouteTables", "DescribeAvailabilityZones")],
    "security-group": [
      ec2("DescribeSecurityGroups", "DescribeSecurityGroupRules", "DescribeNetworkInterfaces"),
      ec2("CreateSecurityGroup", "CreateTags", "DeleteSecurityGroup"),
      ec2("RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"),
    ],
    "security-group-rule": [
      ec2("DescribeSecurityGroups", "DescribeSecurityGroupRules"),
      ec2("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateTags", "ModifySecurityGroupRules"),
      ec2("RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"),
    ],
    instance: [
      ec2("DescribeInstances", "DescribeInstanceTypes", "DescribeInstanceTypeOfferings"),
      ec2("DescribeIamInstanceProfileAssociations", "DescribeVolumes", "DescribeVolumesModifications"),
      ec2("RunInstances", "CreateTags", "StartInstances", "StopInstances", "TerminateInstances"),
      ec2("AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"),
      ec2("ModifyInstanceAttribute", "ModifyInstanceMetadataOptions"),
      ec2("ModifyNetworkInterfaceAttribute", "ModifyVolume"),
      on(arns.images, "ssm:GetParameter"),
      passRole(arns.serverRole, "ec2.amazonaws.com"),
    ],
    address: [ec2("DescribeAddresses", "AllocateAddress", "CreateTags", "ReleaseAddress")],
    "address-association": [ec2("DescribeAddresses", "AssociateAddress", "DisassociateAddress")],

    role: [
      iam(arns.roles, "GetRole", "CreateRole", "TagRole", "UpdateAssumeRolePolicy", "DeleteRole"),
      iam(arns.roles, "ListRolePolicies", "ListAttachedRolePolicies", "DeleteRolePolicy", "DetachRolePolicy"),
      iam(arns.roles, "ListInstanceProfilesForRole"),
    ],
    "role-policy": [iam(arns.roles, "GetRole", "GetRolePolicy", "PutRolePolicy", "DeleteRolePolicy")],
    "instance-profile": [
      iam(arns.instanceProfile, "GetInstanceProfile", "CreateInstanceProfile", "TagInstanceProfile"),
      iam(arns.instanceProfile, "AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile", "DeleteInstanceProfile"),
      passRole(arns.serverRole, "ec2.amazonaws.com"),
    ],
    "oidc-provider": [
      iam(arns.oidcProvider, "GetOpenIDConnectProvider", "CreateOpenIDConnectProvider", "TagOpenIDConnectProvider"),
      iam(arns.oidcProvider, "AddClientIDToOpenIDConnectProvider", "UntagOpenIDConnectProvider"),
      iam(arns.oidcProvider, "DeleteOpenIDConnectProvider"),
      // Who else trusts the provider: it goes only when nobody does.
      iam("*", "ListRoles"),
      iam(arns.everyRole, "GetRole"),
    ],
    parameter: [
      on(arns.parameters, ...prefixed("ssm", "GetParameter", "PutParameter", "AddTagsToResource", "DeleteParameter")),
      on(arns.parameters, "ssm:ListTagsForResource"),
    ],

    "db-subnet-group": [
      rds(arns.subnetGroup, "DescribeDBSubnetGroups", "CreateDBSubnetGroup", "AddTagsToResource"),
      rds(arns.subnetGroup, "ModifyDBSubnetGroup", "DeleteDBSubnetGroup", "ListTagsForResource"),
    ],
    "db-parameter-group": [
      rds(arns.parameterGroup, "DescribeDBParameterGroups", "DescribeDBParameters", "CreateDBParameterGroup"),
      rds(arns.parameterGroup, "AddTagsToResource", "ModifyDBParameterGroup", "DeleteDBParameterGroup"),
      rds(arns.parameterGroup, "ListTagsForResource"),
    ],
    "db-instance": [
      rds(arns.database, "DescribeDBInstances", "AddTagsToResource", "StartDBInstance"),
      rds([arns.database, arns.optionGroups, arns.parameterGroup, arns.subnetGroup], "CreateDBInstance"),
      rds([arns.database, arns.optionGroups, arns.parameterGroup], "ModifyDBInstance"),
      // The final snapshot of a removal, and its own end.
      rds([arns.database, arns.finalSnapshots], "DeleteDBInstance", "CreateDBSnapshot"),
      rds(arns.finalSnapshots, "DescribeDBSnapshots", "DeleteDBSnapshot"),
      // The password is made and kept by RDS, on the caller's behalf.
      on(arns.secrets, "secretsmanager:CreateSecret", "secretsmanager:TagResource"),
      on(arns.keys, "kms:DescribeKey"),
      serviceRole(arns.serviceRole, "rds.amazonaws.com", "AWSServiceRoleForRDS"),
    ],

    "hosted-zone": [
      on("*", ...prefixed("route53", "ListHostedZonesByName", "CreateHostedZone")),
      on(arns.zones, ...prefixed("route53", "GetHostedZone", "DeleteHostedZone", "ListResourceRecordSets")),
      on(arns.zones, ...prefixed("route53", "ListTagsForResource", "ChangeTagsForResource")),
    ],
    "carried-records": zoneRecords,
    "record-set": zoneRecords,
    delegation: [],

    certificate: [
      inRegion(scope, ...prefixed("acm", "ListCertificates", "RequestCertificate")),
      on(arns.certificates, ...prefixed("acm", "DescribeCertificate", "ListTagsForCertificate")),
      on(arns.certificates, ...prefixed("acm", "AddTagsToCertificate", "DeleteCertificate")),
    ],
    "certificate-issuance": [on(arns.certificates, "acm:DescribeCertificate")],

    "load-balancer": [
      seeBalancing("DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeListeners", "DescribeTags"),
      balancing(arns.loadBalancer, "CreateLoadBalancer", "AddTags", "ModifyLoadBalancerAttributes"),
      balancing(arns.loadBalancer, "SetSecurityGroups", "SetSubnets", "DeleteLoadBalancer"),
      ec2("DescribeNetworkInterfaces"),
      serviceRole(arns.serviceRole, "elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    ],
    "target-group": [
      seeBalancing("DescribeTargetGroups", "DescribeTargetGroupAttributes", "DescribeTags"),
      balancing(arns.targetGroup, "CreateTargetGroup", "AddTags", "ModifyTargetGroup"),
      balancing(arns.targetGroup, "ModifyTargetGroupAttributes", "DeleteTargetGroup"),
    ],
    "target-registration": [
      seeBalancing("DescribeTargetHealth"),
      balancing(arns.targetGroup, "RegisterTargets", "DeregisterTargets"),
    ],
    "target-health": [seeBalancing("DescribeTargetHealth", "DescribeListeners", "DescribeTargetGroups")],
    listener: [
      seeBalancing("DescribeListeners", "DescribeTags"),
      balancing(arns.loadBalancer, "CreateListener"),
      balancing(arns.listeners, "AddTags", "ModifyListener", "DeleteListener"),
    ],

    bucket: [
      on(arns.buckets, ...prefixed("s3", "CreateBucket", "TagResource", "DeleteBucket", "ListBucketVersions")),
      on(arns.buckets, ...prefixed("s3", "GetBucketTagging", "PutBucketTagging", "ListBucketMultipartUploads")),
      on(arns.buckets, ...prefixed("s3", "GetBucketPolicy", "PutBucketPolicy")),
      on(arns.buckets, ...prefixed("s3", "GetBucketVersioning", "PutBucketVersioning")),
      on(arns.buckets, ...prefixed("s3", "GetBucketOwnershipControls", "PutBucketOwnershipControls")),
      on(arns.buckets, ...prefixed("s3", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock")),
      on(arns.buckets, ...prefixed("s3", "GetEncryptionConfiguration", "PutEncryptionConfiguration")),
      on(arns.buckets, ...prefixed("s3", "GetLifecycleConfiguration", "PutLifecycleConfiguration")),
      on(arns.objects, ...prefixed("s3", "DeleteObject", "DeleteObjectVersion", "AbortMultipartUpload")),
    ],

    "codedeploy-application": [
      on(arns.application, ...prefixed("codedeploy", "GetApplication", "CreateApplication", "TagResource")),
      on(arns.application, ...prefixed("codedeploy", "DeleteApplication", "ListTagsForResource")),
    ],
    "deployment-group": [
      on(arns.deploymentGroup, ...prefixed("codedeploy", "GetDeploymentGroup", "CreateDeploymentGroup", "TagResource")),
      on(arns.deploymentGroup, ...prefixed("codedeploy", "UpdateDeploymentGroup", "DeleteDeploymentGroup")),
      on(arns.deploymentGroup, "codedeploy:ListTagsForResource"),
      passRole(arns.codeDeployRole, "codedeploy.amazonaws.com"),
    ],
    "repository-files": [],

    // What is searched for by its tags after everything was taken down: without them any of the account's may be ours.
    proof: [
      ec2("DescribeTags", "DescribeInstances", "DescribeVolumes", "DescribeNetworkInterfaces", "DescribeAddresses"),
      ec2("DescribeSecurityGroups", "DescribeSecurityGroupRules"),
      on([arns.parameterPath, arns.parameters], "ssm:GetParametersByPath"),
      ...(scope.config.entry === "alb"
        ? [
            seeBalancing("DescribeLoadBalancers", "DescribeTargetGroups", "DescribeTags"),
            inRegion(scope, "acm:ListCertificates"),
            on(arns.certificates, "acm:ListTagsForCertificate"),
          ]
        : []),
      ...(scope.config.database
        ? [inRegion(scope, ...prefixed("rds", "DescribeDBInstances", "DescribeDBSnapshots"))]
        : []),
      ...(scope.config.domain
        ? [
            on("*", "route53:ListHostedZonesByName"),
            on(arns.zones, "route53:GetHostedZone", "route53:ListTagsForResource"),
          ]
        : []),
    ],
  };
}

/** The first load balancer or database of an account makes a role that the service itself acts with. */
const serviceRole = (arn: (service: string, name: string) => string, service: string, name: string): Grant => ({
  actions: ["iam:CreateServiceLinkedRole"],
  resources: [arn(service, name)],
  condition: { "iam:AWSServiceName": service },
});
