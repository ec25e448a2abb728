import type { SSM } from "@aws-sdk/client-ssm";
import { runningSince } from "./ec2-instances.ts";
import type { Handlers } from "./scene.ts";
import { isOver } from "./times.ts";

export const agentHandlers = {
  /** The agent of an instance that runs reports once it has been set up. */
  DescribeInstanceInformation(scene, { Filters = [] }) {
    const wanted = Filters.find(({ Key }) => Key === "InstanceIds")?.Values;
    const reporting = scene.world.ec2.instances.filter(({ id, profile }) => {
      const since = runningSince(scene, id);
      return (wanted?.includes(id) ?? true) && profile && since !== undefined && isOver(scene, since, "targetHealthy");
    });
    return {
      InstanceInformationList: reporting.map(({ id }) => ({
        InstanceId: id,
        PingStatus: "Online" as const,
        LastPingDateTime: new Date(scene.now()),
        PlatformName: "Amazon Linux",
        ResourceType: "EC2Instance" as const,
      })),
    };
  },
} satisfies Handlers<SSM>;
