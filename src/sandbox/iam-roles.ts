import type { IAM, Role, Tag } from "@aws-sdk/client-iam";
import { checkPolicy, iamFault } from "./iam-fault.ts";
import type { RolePolicies } from "./iam-role-policies.ts";
import { withoutTags, withTags } from "./iam-tags.ts";
import { required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export interface RoleState {
  id: string;
  name: string;
  path: string;
  description?: string | undefined;
  /** The trust policy as it was given: JSON. */
  trust: string;
  maxSessionDuration: number;
  tags: Tag[];
  createdAt: number;
}

export const roleArn = (account: string, { name, path }: { name: string; path: string }) =>
  `arn:aws:iam::${account}:role${path}${name}`;

/** Throws `NoSuchEntity`. */
export function roleNamed({ world }: Scene, name: string | undefined): RoleState & RolePolicies {
  const found = world.iam.roles.find((role) => role.name === name);
  if (found) return found;
  throw iamFault("NoSuchEntity", `The role with name ${name} cannot be found.`);
}

/** Whether other services know this role already: a fresh one takes them a moment. */
export function isRoleKnown(scene: Scene, arn: string | undefined): boolean {
  const found = scene.world.iam.roles.find((role) => roleArn(scene.account, role) === arn);
  return found !== undefined && isOver(scene, found.createdAt, "roleKnown");
}

export const roleHandlers = {
  CreateRole(scene, input) {
    required("ValidationError", input, "RoleName", "AssumeRolePolicyDocument");
    const { RoleName: name = "", Path: path = "/", AssumeRolePolicyDocument: trust = "" } = input;
    checkPolicy(trust);
    checkName("roleName", name, 64);
    if (scene.world.iam.roles.some((role) => role.name === name)) {
      throw iamFault("EntityAlreadyExists", `Role with name ${name} already exists.`);
    }
    const role = {
      id: scene.newId("AROA").toUpperCase(),
      name,
      path,
      description: input.Description,
      trust,
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      tags: input.Tags ?? [],
      createdAt: scene.now(),
      inline: {},
      attached: [],
    };
    scene.world.iam.roles.push(role);
    return { Role: toRole(scene, role) };
  },

  GetRole: (scene, { RoleName }) => ({ Role: toRole(scene, roleNamed(scene, RoleName)) }),

  /** The tags are left out, as AWS does in this list. */
  ListRoles(scene, { PathPrefix = "/" }) {
    const roles = scene.world.iam.roles.filter(({ path }) => path.startsWith(PathPrefix));
    return { Roles: roles.map((role) => ({ ...toRole(scene, role), Tags: undefined })), IsTruncated: false };
  },

  UpdateAssumeRolePolicy(scene, { RoleName, PolicyDocument = "" }) {
    const role = roleNamed(scene, RoleName);
    checkPolicy(PolicyDocument);
    role.trust = PolicyDocument;
    return {};
  },

  UpdateRole(scene, { RoleName, Description, MaxSessionDuration }) {
    const role = roleNamed(scene, RoleName);
    role.description = Description ?? role.description;
    role.maxSessionDuration = MaxSessionDuration ?? role.maxSessionDuration;
    return {};
  },

  DeleteRole(scene, { RoleName }) {
    const role = roleNamed(scene, RoleName);
    const inProfile = scene.world.iam.profiles.some(({ roleNames }) => roleNames.includes(role.name));
    const why =
      (inProfile && "must remove roles from instance profile first.") ||
      (role.attached.length > 0 && "must detach all policies first.") ||
      (Object.keys(role.inline).length > 0 && "must delete policies first.");
    if (why) throw iamFault("DeleteConflict", `Cannot delete entity, ${why}`);
    scene.world.iam.roles = scene.world.iam.roles.filter(({ name }) => name !== role.name);
    return {};
  },

  ListRoleTags: (scene, { RoleName }) => ({ Tags: roleNamed(scene, RoleName).tags, IsTruncated: false }),

  TagRole(scene, { RoleName, Tags }) {
    const role = roleNamed(scene, RoleName);
    role.tags = withTags(role.tags, Tags);
    return {};
  },

  UntagRole(scene, { RoleName, TagKeys }) {
    const role = roleNamed(scene, RoleName);
    role.tags = withoutTags(role.tags, TagKeys);
    return {};
  },
} satisfies Handlers<IAM>;

export function checkName(what: string, name: string, longest: number): void {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= longest) return;
  throw iamFault("InvalidInput", `The specified value for ${what} is invalid: ${name}`);
}

/** The trust policy comes back percent-encoded. */
export function toRole({ account }: Scene, role: RoleState): Role {
  return {
    RoleId: role.id,
    RoleName: role.name,
    Path: role.path,
    Arn: roleArn(account, role),
    Description: role.description,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    MaxSessionDuration: role.maxSessionDuration,
    CreateDate: new Date(role.createdAt),
    Tags: role.tags,
  };
}
