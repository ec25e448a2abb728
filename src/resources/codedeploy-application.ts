import {
  type ApplicationInfo,
  ComputePlatform,
  CreateApplicationCommand,
  DeleteApplicationCommand,
  GetApplicationCommand,
} from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { codeDeployTagChanges, codeDeployTags } from "./codedeploy-tags.ts";
import { settling } from "./patience.ts";

export interface CodeDeployApplicationInput {
  /** At most 100 characters, unique in the account and region. */
  name: string;
}

export interface CodeDeployApplicationOutput {
  name: string;
  id: string;
}

/**
 * CodeDeploy application for servers: the name under which revisions and deployments are kept.
 * Throws `not-ours` if the name is taken by one without our tags.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html
 */
export const codeDeployApplication: AwsResource<CodeDeployApplicationInput, CodeDeployApplicationOutput> = {
  kind: "codedeploy-application",
  title: ({ name }) => say("titleApplication", name),
  id: ({ name }) => name,

  async find(tools, { name }, { recorded }) {
    const found = await describe(tools.aws, name);
    if (!found) return undefined;
    const tags = await codeDeployTags(tools, `application:${name}`);
    tools.owner.claim(`CodeDeploy application ${name}`, tags, { byOwnId: found.applicationId === recorded?.id });
    return { output: toOutput(found) };
  },

  async create(tools, { name }) {
    const { aws, owner, poll } = tools;
    const command = new CreateApplicationCommand({
      applicationName: name,
      computePlatform: ComputePlatform.SERVER,
      tags: owner.tags(name),
    });
    await orAbsent(aws.codedeploy(command), "ApplicationAlreadyExistsException");
    const found = await poll({ what: say("waitToAppear", say("titleApplication", name)), ...settling }, () =>
      describe(aws, name),
    );
    owner.claim(`CodeDeploy application ${name}`, await codeDeployTags(tools, `application:${name}`));
    return toOutput(found);
  },

  sync: (tools, { name }) => codeDeployTagChanges(tools, name, `application:${name}`),

  async remove({ aws, poll }, { name }) {
    const command = new DeleteApplicationCommand({ applicationName: name });
    await orAbsent(aws.codedeploy(command), "ApplicationDoesNotExistException");
    await poll(
      { what: say("waitToDisappear", say("titleApplication", name)), everySeconds: 2 },
      async () => !(await describe(aws, name)),
    );
  },
};

async function describe(aws: Aws, name: string): Promise<ApplicationInfo | undefined> {
  const command = new GetApplicationCommand({ applicationName: name });
  return (await orAbsent(aws.codedeploy(command), "ApplicationDoesNotExistException"))?.application;
}

const toOutput = ({ applicationName, applicationId }: ApplicationInfo): CodeDeployApplicationOutput => ({
  name: applicationName!,
  id: applicationId!,
});
