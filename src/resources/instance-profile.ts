import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  type InstanceProfile,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { settling, untilAccepted } from "./patience.ts";
import { noSuchEntity } from "./role.ts";
import { tagChanges } from "./tag-changes.ts";

export interface InstanceProfileInput {
  /** At most 128 characters, unique in the account. */
  name: string;
  /** The one role that servers with this profile act as. */
  roleName: string;
}

export interface InstanceProfileOutput {
  name: string;
  arn: string;
}

/**
 * The instance profile that hands a role to servers. The role is put in by `sync`, so that a run that was cut short in
 * between is mended. Throws `not-ours` if the name is taken by a profile without our tags.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
 */
export const instanceProfile: AwsResource<InstanceProfileInput, InstanceProfileOutput> = {
  kind: "instance-profile",
  title: ({ name }) => say("titleInstanceProfile", name),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { name }) {
    const found = await byName(aws, name);
    if (!found) return undefined;
    owner.claim(`Instance profile ${name}`, found.Tags);
    return { output: toOutput(found) };
  },

  async create({ aws, owner, poll }, { name }) {
    const command = new CreateInstanceProfileCommand({ InstanceProfileName: name, Tags: owner.tags(name) });
    await orAbsent(aws.iam(command), "EntityAlreadyExistsException");
    const found = await poll({ what: say("waitToAppear", say("titleInstanceProfile", name)), ...settling }, () =>
      byName(aws, name),
    );
    owner.claim(`Instance profile ${name}`, found.Tags);
    return toOutput(found);
  },

  async sync({ aws, owner, poll }, { name, roleName }) {
    const profile = await byName(aws, name);
    const tags = tagChanges(owner, name, profile?.Tags, (Tags) =>
      aws.iam(new TagInstanceProfileCommand({ InstanceProfileName: name, Tags })),
    );
    const now = roleIn(profile);
    if (now === roleName) return tags;
    const apply = async () => {
      if (now) await takeOut(aws, name, now);
      const what = say("waitToBeKnown", say("titleRole", roleName));
      await untilAccepted(poll, { what, ...settling }, [noSuchEntity], () =>
        aws.iam(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: roleName })),
      );
    };
    return [...tags, { detail: `role: ${now ?? "none"} -> ${roleName}`, apply }];
  },

  async holders({ aws }, { name }) {
    const inside = roleIn(await byName(aws, name));
    return inside ? [say("holdsRole", inside)] : [];
  },

  async remove({ aws, poll }, { name }) {
    const inside = roleIn(await byName(aws, name));
    if (inside) await takeOut(aws, name, inside);
    const wait = { what: say("waitToBeFree", say("titleInstanceProfile", name)), ...settling };
    const erase = () => aws.iam(new DeleteInstanceProfileCommand({ InstanceProfileName: name }));
    await orAbsent(untilAccepted(poll, wait, ["DeleteConflictException"], erase), noSuchEntity);
    const what = say("waitToDisappear", say("titleInstanceProfile", name));
    await poll({ what, everySeconds: 2 }, async () => !(await byName(aws, name)));
  },
};

async function byName(aws: Aws, name: string): Promise<InstanceProfile | undefined> {
  const command = new GetInstanceProfileCommand({ InstanceProfileName: name });
  return (await orAbsent(aws.iam(command), noSuchEntity))?.InstanceProfile;
}

/** A profile holds one role at most. */
const roleIn = (profile: InstanceProfile | undefined) => profile?.Roles?.[0]?.RoleName;

async function takeOut(aws: Aws, name: string, roleName: string): Promise<void> {
  const command = new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: name, RoleName: roleName });
  await orAbsent(aws.iam(command), noSuchEntity);
}

const toOutput = ({ InstanceProfileName, Arn }: InstanceProfile): InstanceProfileOutput => ({
  name: InstanceProfileName!,
  arn: Arn!,
});
