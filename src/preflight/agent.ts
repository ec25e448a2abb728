import { DescribeInstanceInformationCommand } from "@aws-sdk/client-ssm";
import type { InstanceOutput } from "../resources/instance.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Finding } from "./finding.ts";

/** Does the server answer Systems Manager? Without its agent nobody can look at it, and deployments mostly hang too. */
export async function checkAgent({ session: { aws }, journal }: Circumstances): Promise<Finding[]> {
  const entry = journal?.get("ec2.instance");
  if (entry?.status !== "created") return [];
  const { instanceId } = entry.output as InstanceOutput;
  const filter = { Key: "InstanceIds", Values: [instanceId] };
  const answer = await aws.ssm(new DescribeInstanceInformationCommand({ Filters: [filter] }));
  const agent = answer.InstanceInformationList?.find(({ InstanceId }) => InstanceId === instanceId);
  if (agent?.PingStatus === "Online") {
    return [{ check: "agent", status: "ok", message: `The agent on ${instanceId} answers Systems Manager.` }];
  }
  const since = agent?.LastPingDateTime ? ` since ${agent.LastPingDateTime.toISOString()}` : "";
  return [
    {
      check: "agent",
      status: "warning",
      message: agent
        ? `The agent on ${instanceId} has not answered${since} (${agent.PingStatus}).`
        : `The agent on ${instanceId} has not reported to Systems Manager.`,
      hint: `A fresh server takes some minutes. Otherwise restart it: \`aws ec2 reboot-instances --instance-ids ${instanceId}\`.`,
    },
  ];
}
