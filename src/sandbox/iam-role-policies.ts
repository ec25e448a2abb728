import type { IAM } from "@aws-sdk/client-iam";
import { checkPolicy, iamFault } from "./iam-fault.ts";
import { checkName, roleNamed } from "./iam-roles.ts";
import { required } from "./rules.ts";
import type { Handlers } from "./scene.ts";

export interface RolePolicies {
  /** JSON by name. */
  inline: Record<string, string>;
  /** ARNs of managed policies. */
  attached: string[];
}

export const rolePolicyHandlers = {
  PutRolePolicy(scene, input) {
    required("ValidationError", input, "RoleName", "PolicyName", "PolicyDocument");
    const { PolicyName = "", PolicyDocument = "" } = input;
    const role = roleNamed(scene, input.RoleName);
    checkPolicy(PolicyDocument);
    checkName("policyName", PolicyName, 128);
    role.inline[PolicyName] = PolicyDocument;
    return {};
  },

  GetRolePolicy(scene, { RoleName, PolicyName = "" }) {
    const role = roleNamed(scene, RoleName);
    const document = role.inline[PolicyName];
    if (document === undefined) throw noPolicy(PolicyName);
    return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
  },

  ListRolePolicies: (scene, { RoleName }) => ({
    PolicyNames: Object.keys(roleNamed(scene, RoleName).inline),
    IsTruncated: false,
  }),

  DeleteRolePolicy(scene, { RoleName, PolicyName = "" }) {
    const role = roleNamed(scene, RoleName);
    if (role.inline[PolicyName] === undefined) throw noPolicy(PolicyName);
    delete role.inline[PolicyName];
    return {};
  },

  AttachRolePolicy(scene, { RoleName, PolicyArn = "" }) {
    const role = roleNamed(scene, RoleName);
    if (!/^arn:[\w-]+:iam::(?:aws|\d{12}):policy\/.+/.test(PolicyArn)) {
      throw iamFault("InvalidInput", `ARN ${PolicyArn} is not valid.`);
    }
    if (!role.attached.includes(PolicyArn)) role.attached.push(PolicyArn);
    return {};
  },

  ListAttachedRolePolicies: (scene, { RoleName }) => ({
    AttachedPolicies: roleNamed(scene, RoleName).attached.map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1),
    })),
    IsTruncated: false,
  }),

  DetachRolePolicy(scene, { RoleName, PolicyArn = "" }) {
    const role = roleNamed(scene, RoleName);
    if (!role.attached.includes(PolicyArn)) throw noPolicy(PolicyArn);
    role.attached = role.attached.filter((arn) => arn !== PolicyArn);
    return {};
  },
} satisfies Handlers<IAM>;

const noPolicy = (name: string) => iamFault("NoSuchEntity", `The role policy with name ${name} cannot be found.`);
