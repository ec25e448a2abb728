import type { Check, Expected } from "./audit.ts";
import type { Tagged, World } from "./world.ts";

/** Every resource that takes tags, by a name for people. Network interfaces do too, but moto drops theirs. */
export function taggable({ ec2, rds, route53, acm, elb, s3, iam, ssm, codedeploy }: World): [string, Tagged][] {
  const live = ec2.instances.filter(({ State }) => State.Name !== "terminated");
  return [
    ...live.map((one): [string, Tagged] => [`instance ${one.InstanceId}`, one]),
    ...ec2.volumes.map((one): [string, Tagged] => [`volume ${one.VolumeId}`, one]),
    ...ec2.groups.map((one): [string, Tagged] => [`security group ${one.GroupName}`, one]),
    ...ec2.rules.map((one): [string, Tagged] => [`rule ${one.SecurityGroupRuleId}`, one]),
    ...ec2.addresses.map((one): [string, Tagged] => [`address ${one.PublicIp}`, one]),
    ...rds.instances.map((one): [string, Tagged] => [`database ${one.DBInstanceIdentifier}`, one]),
    ...rds.subnetGroups.map((one): [string, Tagged] => [`subnet group ${one.DBSubnetGroupName}`, one]),
    ...rds.parameterGroups.map((one): [string, Tagged] => [`parameter group ${one.DBParameterGroupName}`, one]),
    ...rds.snapshots.map((one): [string, Tagged] => [`snapshot ${one.DBSnapshotIdentifier}`, one]),
    ...route53.zones.map((one): [string, Tagged] => [`zone ${one.Name}`, one]),
    ...acm.certificates.map((one): [string, Tagged] => [`certificate ${one.DomainName}`, one]),
    ...elb.balancers.map((one): [string, Tagged] => [`load balancer ${one.LoadBalancerName}`, one]),
    ...elb.balancers.flatMap((one) => one.Listeners.map((each): [string, Tagged] => [`listener ${each.Port}`, each])),
    ...elb.targetGroups.map((one): [string, Tagged] => [`target group ${one.TargetGroupName}`, one]),
    ...s3.buckets.map((one): [string, Tagged] => [`bucket ${one.Name}`, one]),
    ...iam.roles.map((one): [string, Tagged] => [`role ${one.RoleName}`, one]),
    ...iam.profiles.map((one): [string, Tagged] => [`profile ${one.InstanceProfileName}`, one]),
    ...iam.providers.map((one): [string, Tagged] => [`provider ${one.Arn}`, one]),
    ...ssm.parameters.map((one): [string, Tagged] => [`parameter ${one.Name}`, one]),
    ...codedeploy.applications.map((one): [string, Tagged] => [`application ${one.applicationName}`, one]),
    ...codedeploy.applications.flatMap((one) =>
      one.Groups.map((each): [string, Tagged] => [`group ${each.deploymentGroupName}`, each]),
    ),
  ];
}

/** The default security group of the VPC, and its rule, were there before anything. */
const thereBefore = ({ ec2 }: World) => {
  const theirs = ec2.groups.filter(({ GroupName }) => GroupName === "default").map(({ GroupId }) => GroupId);
  return new Set<Tagged>([...ec2.groups, ...ec2.rules].filter(({ GroupId }) => theirs.includes(GroupId)));
};

/** Tags and names, on everything that takes them. */
export function checkNames(world: World, { app, environment, id }: Expected): Check[] {
  const before = thereBefore(world);
  return taggable(world)
    .filter(([, one]) => !before.has(one))
    .flatMap(([what, { Tags }]): Check[] => [
      [
        `${what} says whose it is`,
        Tags["deploy-wizard:app"] === app &&
          Tags["deploy-wizard:environment"] === environment &&
          Tags["deploy-wizard:id"] === id,
      ],
      [`${what} says what it is`, /^[a-z0-9]+\.[a-z-]+$/.test(Tags["deploy-wizard:resource"] ?? "")],
      [`${what} is named, not ${Tags.Name}`, Tags.Name?.startsWith(`${app}-${environment}-`) ?? false],
    ]);
}

/** What there is of this deployment, by kind and name, so that two runs can be compared whatever ids AWS gave. */
export function census(world: World): string[] {
  const tagged = taggable(world).filter(([, { Tags }]) => Tags["deploy-wizard:id"]);
  const plain = (text: string, { id }: { id: string }) => text.replaceAll(id, "<id>");
  return [
    ...tagged.map(([, { Tags }]) =>
      plain(`${Tags["deploy-wizard:resource"]} ${Tags.Name}`, { id: Tags["deploy-wizard:id"] ?? "" }),
    ),
    ...world.iam.roles.flatMap(({ RoleName, Policies }) => Object.keys(Policies).map((one) => `${RoleName}/${one}`)),
    ...world.route53.zones.flatMap(({ Name, Records }) =>
      Records.map((one) => `${Name} ${one.Name.replace(/^_[0-9a-f]{32}/, "_proof")} ${one.Type}`),
    ),
    ...world.elb.targetGroups.flatMap(({ TargetGroupName, Targets }) =>
      Targets.map(({ Port }) => `${TargetGroupName} has a target on ${Port}`),
    ),
    ...world.ec2.addresses.map(({ InstanceId }) => `an address ${InstanceId ? "on" : "off"} a server`),
  ].sort();
}
