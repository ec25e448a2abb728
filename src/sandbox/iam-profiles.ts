import type { IAM, InstanceProfile, Tag } from "@aws-sdk/client-iam";
import { iamFault } from "./iam-fault.ts";
import { checkName, roleNamed, toRole } from "./iam-roles.ts";
import { withTags } from "./iam-tags.ts";
import { required } from "./rules.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export interface ProfileState {
  id: string;
  name: string;
  path: string;
  /** One at most, says AWS. */
  roleNames: string[];
  tags: Tag[];
  createdAt: number;
}

const profileArn = (account: string, { name, path }: ProfileState) =>
  `arn:aws:iam::${account}:instance-profile${path}${name}`;

/**
 * The ARN of the profile that an instance is to have. EC2 does not know a fresh one for some seconds.
 * Throws `InvalidParameterValue`.
 */
export function profileForLaunch(
  scene: Scene,
  { Arn, Name }: { Arn?: string | undefined; Name?: string | undefined },
): string {
  const found = scene.world.iam.profiles.find(
    (profile) => profile.name === Name || profileArn(scene.account, profile) === Arn,
  );
  if (!found || !isOver(scene, found.createdAt, "profileKnown")) {
    const what =
      Name === undefined
        ? `(${Arn}) for parameter iamInstanceProfile.arn`
        : `(${Name}) for parameter iamInstanceProfile.name`;
    throw fault(
      "InvalidParameterValue",
      `Value ${what} is invalid. Invalid IAM Instance Profile ${Name ? "name" : "ARN"}`,
    );
  }
  if (found.roleNames.length === 0) {
    throw fault("InvalidParameterValue", `IAM Instance Profile "${found.name}" has no associated IAM Roles`);
  }
  return profileArn(scene.account, found);
}

export const profileHandlers = {
  CreateInstanceProfile(scene, input) {
    required("ValidationError", input, "InstanceProfileName");
    const { InstanceProfileName: name = "", Path: path = "/", Tags: tags = [] } = input;
    checkName("instanceProfileName", name, 128);
    if (scene.world.iam.profiles.some((profile) => profile.name === name)) {
      throw iamFault("EntityAlreadyExists", `Instance Profile ${name} already exists.`);
    }
    const id = scene.newId("AIPA").toUpperCase();
    const profile = { id, name, path, roleNames: [], tags, createdAt: scene.now() };
    scene.world.iam.profiles.push(profile);
    return { InstanceProfile: toProfile(scene, profile) };
  },

  GetInstanceProfile: (scene, { InstanceProfileName }) => ({
    InstanceProfile: toProfile(scene, profileNamed(scene, InstanceProfileName)),
  }),

  ListInstanceProfiles: (scene) => ({
    InstanceProfiles: scene.world.iam.profiles.map((profile) => ({ ...toProfile(scene, profile), Tags: undefined })),
    IsTruncated: false,
  }),

  ListInstanceProfilesForRole(scene, { RoleName }) {
    const role = roleNamed(scene, RoleName);
    const profiles = scene.world.iam.profiles.filter(({ roleNames }) => roleNames.includes(role.name));
    return { InstanceProfiles: profiles.map((profile) => toProfile(scene, profile)), IsTruncated: false };
  },

  AddRoleToInstanceProfile(scene, { InstanceProfileName, RoleName }) {
    const profile = profileNamed(scene, InstanceProfileName);
    const role = roleNamed(scene, RoleName);
    if (profile.roleNames.length > 0) {
      throw iamFault("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    profile.roleNames.push(role.name);
    return {};
  },

  RemoveRoleFromInstanceProfile(scene, { InstanceProfileName, RoleName = "" }) {
    const profile = profileNamed(scene, InstanceProfileName);
    if (!profile.roleNames.includes(RoleName)) {
      throw iamFault("NoSuchEntity", `The role with name ${RoleName} cannot be found in the instance profile.`);
    }
    profile.roleNames = [];
    return {};
  },

  DeleteInstanceProfile(scene, { InstanceProfileName }) {
    const profile = profileNamed(scene, InstanceProfileName);
    if (profile.roleNames.length > 0) {
      throw iamFault("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.");
    }
    scene.world.iam.profiles = scene.world.iam.profiles.filter(({ name }) => name !== profile.name);
    return {};
  },

  ListInstanceProfileTags: (scene, { InstanceProfileName }) => ({
    Tags: profileNamed(scene, InstanceProfileName).tags,
    IsTruncated: false,
  }),

  TagInstanceProfile(scene, { InstanceProfileName, Tags }) {
    const profile = profileNamed(scene, InstanceProfileName);
    profile.tags = withTags(profile.tags, Tags);
    return {};
  },
} satisfies Handlers<IAM>;

function profileNamed({ world }: Scene, wanted: string | undefined): ProfileState {
  const found = world.iam.profiles.find(({ name }) => name === wanted);
  if (found) return found;
  throw iamFault("NoSuchEntity", `Instance Profile ${wanted} cannot be found.`);
}

const toProfile = (scene: Scene, profile: ProfileState): InstanceProfile => ({
  InstanceProfileId: profile.id,
  InstanceProfileName: profile.name,
  Path: profile.path,
  Arn: profileArn(scene.account, profile),
  CreateDate: new Date(profile.createdAt),
  Roles: profile.roleNames.map((name) => toRole(scene, roleNamed(scene, name))),
  Tags: profile.tags,
});
