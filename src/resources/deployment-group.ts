import {
  AutoRollbackEvent,
  CreateDeploymentGroupCommand,
  DeleteDeploymentGroupCommand,
  type DeploymentGroupInfo,
  DeploymentOption,
  DeploymentType,
  EC2TagFilterType,
  GetDeploymentGroupCommand,
  UpdateDeploymentGroupCommand,
} from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import type { Poll } from "../engine/poll.ts";
import { say } from "../language/phrase.ts";
import { codeDeployTagChanges, codeDeployTags } from "./codedeploy-tags.ts";
import { differences } from "./differences.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

export interface DeploymentGroupInput {
  /** At most 100 characters, unique in the application. */
  name: string;
  application: string;
  /** The role that CodeDeploy assumes. */
  roleArn: string;
  /** The target group that a server leaves while it is being deployed to; null without a load balancer. */
  targetGroupName: string | null;
  /** A server is deployed to when it has all of these tags; at most three. */
  tagFilter: { key: string; value: string }[];
}

export interface DeploymentGroupOutput {
  name: string;
  id: string;
}

/**
 * Which servers a deployment goes to, and how: in place, one server after the other, rolled back when it fails.
 * Throws `not-ours` if the name is taken by one without our tags.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html
 */
export const deploymentGroup: AwsResource<DeploymentGroupInput, DeploymentGroupOutput> = {
  kind: "deployment-group",
  title: ({ name }) => say("titleDeploymentGroup", name),
  id: ({ name }) => name,

  async find(tools, input, { recorded }) {
    const { application, name } = input;
    const found = await describe(tools.aws, input);
    if (!found) return undefined;
    const tags = await codeDeployTags(tools, `deploymentgroup:${application}/${name}`);
    const byOwnId = found.deploymentGroupId === recorded?.id;
    tools.owner.claim(`Deployment group ${name}`, tags, { byOwnId });
    return { output: toOutput(found) };
  },

  async create(tools, input) {
    const { aws, owner, poll } = tools;
    const { application, name } = input;
    const command = new CreateDeploymentGroupCommand({
      applicationName: application,
      deploymentGroupName: name,
      ...settings(input),
      // The empty structure is for updates alone.
      ...(input.targetGroupName === null && { loadBalancerInfo: undefined }),
      tags: owner.tags(name),
    });
    await onceRoleIsKnown(poll, input, () =>
      orAbsent(aws.codedeploy(command), "DeploymentGroupAlreadyExistsException"),
    );
    const found = await poll({ what: say("waitToAppear", say("titleDeploymentGroup", name)), ...settling }, () =>
      describe(aws, input),
    );
    owner.claim(`Deployment group ${name}`, await codeDeployTags(tools, `deploymentgroup:${application}/${name}`));
    return toOutput(found);
  },

  async sync(tools, input) {
    const { aws, poll } = tools;
    const { application, name } = input;
    const wanted = settings(input);
    const command = new UpdateDeploymentGroupCommand({
      applicationName: input.application,
      currentDeploymentGroupName: input.name,
      ...wanted,
    });
    const changes = differences(summary(wanted), summary((await describe(aws, input)) ?? {}), () => async () => {
      await onceRoleIsKnown(poll, input, () => aws.codedeploy(command));
    });
    return [...(await codeDeployTagChanges(tools, name, `deploymentgroup:${application}/${name}`)), ...changes];
  },

  async remove({ aws, poll }, input) {
    const { application, name } = input;
    const command = new DeleteDeploymentGroupCommand({ applicationName: application, deploymentGroupName: name });
    await orAbsent(aws.codedeploy(command), ...absent);
    await poll(
      { what: say("waitToDisappear", say("titleDeploymentGroup", name)), everySeconds: 2 },
      async () => !(await describe(aws, input)),
    );
  },
};

const absent = ["DeploymentGroupDoesNotExistException", "ApplicationDoesNotExistException"];

function settings({ roleArn, targetGroupName, tagFilter }: DeploymentGroupInput) {
  return {
    serviceRoleArn: roleArn,
    // AllAtOnce and HalfAtATime call a deployment a success although it failed on some of the servers.
    deploymentConfigName: "CodeDeployDefault.OneAtATime",
    deploymentStyle: {
      deploymentType: DeploymentType.IN_PLACE,
      // Without traffic control CodeDeploy ignores the load balancer.
      deploymentOption: targetGroupName
        ? DeploymentOption.WITH_TRAFFIC_CONTROL
        : DeploymentOption.WITHOUT_TRAFFIC_CONTROL,
    },
    // An empty structure is what takes a load balancer out again.
    loadBalancerInfo: targetGroupName ? { targetGroupInfoList: [{ name: targetGroupName }] } : {},
    autoRollbackConfiguration: { enabled: true, events: [AutoRollbackEvent.DEPLOYMENT_FAILURE] },
    // Filters in one list are alternatives; lists are combined. Ours have to hold together.
    ec2TagSet: {
      ec2TagSetList: tagFilter.map(({ key, value }) => [
        { Key: key, Value: value, Type: EC2TagFilterType.KEY_AND_VALUE },
      ]),
    },
  };
}

/** What a deployment group does, in a few words that can be compared and read. */
function summary(group: DeploymentGroupInfo): Record<string, string> {
  const { deploymentStyle, loadBalancerInfo, autoRollbackConfiguration, ec2TagSet } = group;
  const traffic = deploymentStyle?.deploymentOption === DeploymentOption.WITH_TRAFFIC_CONTROL;
  const targetGroups = (loadBalancerInfo?.targetGroupInfoList ?? []).map(({ name }) => name);
  const tags = (ec2TagSet?.ec2TagSetList ?? []).map((filters) =>
    filters.map(({ Key, Value }) => `${Key}=${Value}`).join(" or "),
  );
  return {
    role: group.serviceRoleArn ?? "none",
    configuration: group.deploymentConfigName ?? "none",
    type: deploymentStyle?.deploymentType ?? "none",
    "target group": traffic ? targetGroups.join(", ") : "none",
    "rolled back": autoRollbackConfiguration?.enabled ? (autoRollbackConfiguration.events ?? []).join(", ") : "never",
    servers: tags.sort().join(" and "),
  };
}

/**
 * A role that was just made takes its time to reach CodeDeploy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
function onceRoleIsKnown<T>(poll: Poll, { name }: DeploymentGroupInput, call: () => Promise<T>): Promise<T> {
  const wait = { what: say("waitCodeDeployToAcceptRole", say("titleDeploymentGroup", name)), usualSeconds: 10 };
  const fresh = refusedWith("InvalidRoleException", "ApplicationDoesNotExistException");
  return untilAccepted(poll, { ...wait, ...settling, timeoutSeconds: 300 }, fresh, call);
}

async function describe(aws: Aws, input: DeploymentGroupInput): Promise<DeploymentGroupInfo | undefined> {
  const command = new GetDeploymentGroupCommand({
    applicationName: input.application,
    deploymentGroupName: input.name,
  });
  return (await orAbsent(aws.codedeploy(command), ...absent))?.deploymentGroupInfo;
}

const toOutput = ({ deploymentGroupName, deploymentGroupId }: DeploymentGroupInfo): DeploymentGroupOutput => ({
  name: deploymentGroupName!,
  id: deploymentGroupId!,
});
