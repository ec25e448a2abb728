import { DescribeInstancesCommand, RunInstancesCommand, type RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { opened } from "./open.ts";

export const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
export const Tags = [{ Key: "deploy-wizard:id", Value: "d1" }];
export const profile = { InstanceProfileName: "shop-prod-server" };

/** A world with an instance profile that EC2 knows, unless `fresh`. */
export async function withProfile({ fresh = false } = {}) {
  const world = opened();
  await world.iam.send(new CreateRoleCommand({ RoleName: "shop-prod-server", AssumeRolePolicyDocument: trust }));
  await world.iam.send(new CreateInstanceProfileCommand(profile));
  await world.iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: "shop-prod-server" }));
  if (!fresh) world.clock.advance(10);
  return world;
}

export async function launchInput({ ssm }: Pick<ReturnType<typeof opened>, "ssm">): Promise<RunInstancesCommandInput> {
  const Name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
  return {
    ClientToken: "token-1",
    ImageId: (await ssm.send(new GetParameterCommand({ Name }))).Parameter!.Value,
    InstanceType: "t4g.small",
    MinCount: 1,
    MaxCount: 1,
    IamInstanceProfile: { Name: profile.InstanceProfileName },
    BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20, Encrypted: true } }],
    TagSpecifications: [
      { ResourceType: "instance", Tags },
      { ResourceType: "volume", Tags },
    ],
  };
}

export async function running() {
  const world = await withProfile();
  const { Instances } = await world.ec2.send(new RunInstancesCommand(await launchInput(world)));
  world.clock.advance(20);
  const id = Instances![0]!.InstanceId!;
  const look = async () => {
    const { Reservations } = await world.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return Reservations![0]!.Instances![0]!;
  };
  return { ...world, id, InstanceIds: [id], look, state: async () => (await look()).State!.Name };
}
