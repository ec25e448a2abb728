import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { settling, untilAccepted } from "./patience.ts";
import { samePolicy } from "./policy-document.ts";
import { noSuchEntity, roleByName } from "./role.ts";

export interface RolePolicyInput {
  /** A role of ours. */
  roleName: string;
  name: string;
  /** The policy document. */
  document: object;
}

export interface RolePolicyOutput {
  roleName: string;
  name: string;
}

/**
 * An inline policy of a role. It takes no tags: it is ours because the role is.
 * Throws `not-ours` if the role is not.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export const rolePolicy: AwsResource<RolePolicyInput, RolePolicyOutput> = {
  kind: "role-policy",
  untagged: true,
  title: ({ roleName, name }) => say("titleRolePolicy", name, roleName),
  id: ({ roleName, name }) => `${roleName}/${name}`,

  async find({ aws, owner }, input) {
    if (!(await stored(aws, input))) return undefined;
    owner.claim(`Role ${input.roleName}`, (await roleByName(aws, input.roleName))?.Tags);
    return { output: toOutput(input) };
  },

  async create(tools, input) {
    await put(tools, input);
    const what = say("waitToAppear", rolePolicy.title(input));
    await tools.poll({ what, ...settling }, () => stored(tools.aws, input));
    return toOutput(input);
  },

  async sync(tools, input) {
    const now = await stored(tools.aws, input);
    if (samePolicy(now?.PolicyDocument, input.document)) return [];
    return [{ detail: "policy document: differs -> as configured", apply: () => put(tools, input) }];
  },

  async remove({ aws }, { roleName, name }) {
    await orAbsent(aws.iam(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: name })), noSuchEntity);
  },
};

function stored(aws: Aws, { roleName, name }: RolePolicyInput) {
  return orAbsent(aws.iam(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name })), noSuchEntity);
}

/** Putting replaces what is there, so it may be repeated. */
async function put({ aws, poll }: AwsTools, { roleName, name, document }: RolePolicyInput): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  await untilAccepted(
    poll,
    { what: say("waitToBeKnown", say("titleRole", roleName)), ...settling },
    [noSuchEntity],
    () => aws.iam(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: name, PolicyDocument })),
  );
}

const toOutput = ({ roleName, name }: RolePolicyInput): RolePolicyOutput => ({ roleName, name });
