import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  type Role,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { settling, untilAccepted } from "./patience.ts";
import { samePolicy } from "./policy-document.ts";
import { tagChanges } from "./tag-changes.ts";

export interface RoleInput {
  /** At most 64 characters, unique in the account. */
  name: string;
  description: string;
  /** The trust policy: who may assume the role. */
  trust: object;
  /** The names of the inline policies that it is meant to have; not known of one that a former version recorded. */
  policies?: string[];
}

export interface RoleOutput {
  name: string;
  arn: string;
}

/** What IAM answers when the entity does not exist. */
export const noSuchEntity = "NoSuchEntityException";

/**
 * An IAM role. What it may do is said by inline policies (`role-policy.ts`).
 * Throws `not-ours` if the name is taken by a role without our tags.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const role: AwsResource<RoleInput, RoleOutput> = {
  kind: "role",
  title: ({ name }) => say("titleRole", name),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { name }) {
    const found = await roleByName(aws, name);
    if (!found) return undefined;
    owner.claim(`Role ${name}`, found.Tags);
    return { output: toOutput(found) };
  },

  async create({ aws, owner, poll }, { name, description, trust }) {
    const command = new CreateRoleCommand({
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Tags: owner.tags(name),
    });
    await orAbsent(aws.iam(command), "EntityAlreadyExistsException");
    const found = await poll({ what: say("waitToAppear", say("titleRole", name)), ...settling }, () =>
      roleByName(aws, name),
    );
    owner.claim(`Role ${name}`, found.Tags);
    return toOutput(found);
  },

  async sync(tools, { name, trust, policies }) {
    const { aws, owner } = tools;
    const now = await roleByName(aws, name);
    const others = policies && now ? await policiesOf(aws, name, policies) : [];
    // The app may need them: nobody else can say so, and they go with the role.
    if (others.length > 0) tools.warn(say("warnRolePolicies", name, say("several", ...others)));
    const tags = tagChanges(owner, name, now?.Tags, (Tags) => aws.iam(new TagRoleCommand({ RoleName: name, Tags })));
    if (samePolicy(now?.AssumeRolePolicyDocument, trust)) return tags;
    const command = new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: JSON.stringify(trust) });
    return [
      ...tags,
      {
        detail: "trust policy: differs -> as configured",
        apply: async () => {
          await aws.iam(command);
        },
      },
    ];
  },

  async holders({ aws }, { name }) {
    const command = new ListInstanceProfilesForRoleCommand({ RoleName: name });
    const [profiles, policies] = await Promise.all([orAbsent(aws.iam(command), noSuchEntity), policiesOf(aws, name)]);
    return [
      ...(profiles?.InstanceProfiles ?? []).map(({ InstanceProfileName }) => say("holdsProfile", InstanceProfileName!)),
      ...policies.map((policy) => say("holdsPolicy", policy)),
    ];
  },

  async remove({ aws, poll }, { name }) {
    await empty(aws, name);
    const wait = { what: say("waitToBeFree", say("titleRole", name)), ...settling };
    const busy = ["DeleteConflictException", "ConcurrentModificationException"];
    const erase = () => aws.iam(new DeleteRoleCommand({ RoleName: name }));
    await orAbsent(untilAccepted(poll, wait, busy, erase), noSuchEntity);
    await poll(
      { what: say("waitToDisappear", say("titleRole", name)), everySeconds: 2 },
      async () => !(await roleByName(aws, name)),
    );
  },
};

export async function roleByName(aws: Aws, name: string): Promise<Role | undefined> {
  return (await orAbsent(aws.iam(new GetRoleCommand({ RoleName: name })), noSuchEntity))?.Role;
}

/** The names of its inline policies but for these, and the ARNs of those that are attached. */
async function policiesOf(aws: Aws, RoleName: string, without: readonly string[] = []): Promise<string[]> {
  const [inline, attached] = await Promise.all([
    orAbsent(aws.iam(new ListRolePoliciesCommand({ RoleName })), noSuchEntity),
    orAbsent(aws.iam(new ListAttachedRolePoliciesCommand({ RoleName })), noSuchEntity),
  ]);
  return [
    ...(inline?.PolicyNames ?? []).filter((name) => !without.includes(name)),
    ...(attached?.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn!),
  ];
}

/**
 * A role goes only without policies. Managed ones are detached too: Systems Manager attaches its own to server roles in
 * some accounts, and detaching leaves the policy itself as it is.
 */
async function empty(aws: Aws, name: string): Promise<void> {
  const RoleName = name;
  const inline = await orAbsent(aws.iam(new ListRolePoliciesCommand({ RoleName })), noSuchEntity);
  for (const PolicyName of inline?.PolicyNames ?? []) {
    await orAbsent(aws.iam(new DeleteRolePolicyCommand({ RoleName, PolicyName })), noSuchEntity);
  }
  const attached = await orAbsent(aws.iam(new ListAttachedRolePoliciesCommand({ RoleName })), noSuchEntity);
  for (const { PolicyArn } of attached?.AttachedPolicies ?? []) {
    await orAbsent(aws.iam(new DetachRolePolicyCommand({ RoleName, PolicyArn })), noSuchEntity);
  }
}

const toOutput = ({ RoleName, Arn }: Role): RoleOutput => ({ name: RoleName!, arn: Arn! });
