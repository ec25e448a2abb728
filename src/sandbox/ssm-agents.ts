import { randomUUID } from "node:crypto";
import type { SSM } from "@aws-sdk/client-ssm";
import { runningSince } from "./ec2-instances.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export const agentHandlers = {
  /** The agent of an instance that runs reports once it has been set up. */
  DescribeInstanceInformation(scene, { Filters = [] }) {
    const wanted = Filters.find(({ Key }) => Key === "InstanceIds")?.Values;
    const reporting = scene.world.ec2.instances.filter(
      ({ id }) => (wanted?.includes(id) ?? true) && reports(scene, id),
    );
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
  /** The one command that the wizard sends; its answer is ready at once. */
  SendCommand(scene, { InstanceIds = [], DocumentName }) {
    const reporting = scene.world.ec2.instances.filter(({ id }) => InstanceIds.includes(id) && reports(scene, id));
    if (reporting.length < InstanceIds.length || InstanceIds.length === 0) {
      throw fault("InvalidInstanceId", "Instances not in a valid state for account");
    }
    const CommandId = randomUUID();
    return { Command: { CommandId, DocumentName, InstanceIds, Status: "Pending" as const } };
  },

  GetCommandInvocation: ({ world }, { CommandId, InstanceId = "" }) => ({
    CommandId,
    InstanceId,
    Status: "Success" as const,
    ResponseCode: 0,
    StandardOutputContent: `${world.ssm.stoppedAgents?.includes(InstanceId) ? "inactive" : "active"}\n`,
  }),
} satisfies Handlers<SSM>;

/** Whether Systems Manager hears from an instance: it runs, may speak to it, and has been set up. */
function reports(scene: Scene, id: string): boolean {
  const since = runningSince(scene, id);
  const profile = scene.world.ec2.instances.find((each) => each.id === id)?.profile;
  return profile !== undefined && since !== undefined && isOver(scene, since, "targetHealthy");
}
