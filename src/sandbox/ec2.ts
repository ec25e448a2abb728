import type { EC2 } from "@aws-sdk/client-ec2";
import { type AddressState, addressHandlers } from "./ec2-addresses.ts";
import { groupRuleHandlers, type RuleState } from "./ec2-group-rules.ts";
import { type GroupState, groupHandlers } from "./ec2-groups.ts";
import { instanceChangeHandlers } from "./ec2-instance-changes.ts";
import { type InstanceState, instanceHandlers } from "./ec2-instances.ts";
import { type InterfaceState, interfaceHandlers } from "./ec2-interfaces.ts";
import { defaultNetwork, type Network, networkHandlers } from "./ec2-network.ts";
import { regionHandlers } from "./ec2-regions.ts";
import { tagHandlers } from "./ec2-tags.ts";
import { typeHandlers } from "./ec2-types.ts";
import type { Handlers } from "./scene.ts";

export interface Ec2World extends Network {
  groups: GroupState[];
  rules: RuleState[];
  instances: InstanceState[];
  addresses: AddressState[];
  interfaces: InterfaceState[];
  /** So many of the next instances start without the profile that was asked for. */
  profilesLost: number;
}

export const emptyEc2 = (region: string): Ec2World => ({
  ...defaultNetwork(region),
  groups: [],
  rules: [],
  instances: [],
  addresses: [],
  interfaces: [],
  profilesLost: 0,
});

export const ec2Handlers = {
  ...networkHandlers,
  ...regionHandlers,
  ...typeHandlers,
  ...groupHandlers,
  ...groupRuleHandlers,
  ...instanceHandlers,
  ...instanceChangeHandlers,
  ...addressHandlers,
  ...interfaceHandlers,
  ...tagHandlers,
} satisfies Handlers<EC2>;
