import type { IAM } from "@aws-sdk/client-iam";
import { type OidcProviderState, oidcHandlers } from "./iam-oidc.ts";
import { type ProfileState, profileHandlers } from "./iam-profiles.ts";
import { type RolePolicies, rolePolicyHandlers } from "./iam-role-policies.ts";
import { type RoleState, roleHandlers } from "./iam-roles.ts";
import { simulationHandlers } from "./iam-simulation.ts";
import type { Handlers } from "./scene.ts";

export interface IamWorld {
  roles: (RoleState & RolePolicies)[];
  profiles: ProfileState[];
  oidcProviders: OidcProviderState[];
}

export const emptyIam = (): IamWorld => ({ roles: [], profiles: [], oidcProviders: [] });

export const iamHandlers = {
  ...roleHandlers,
  ...rolePolicyHandlers,
  ...profileHandlers,
  ...oidcHandlers,
  ...simulationHandlers,
} satisfies Handlers<IAM>;
