import { address } from "../resources/address.ts";
import { addressAssociation } from "../resources/address-association.ts";
import type { Builder, StepContext } from "./context.ts";
import type { ec2 } from "./ec2.ts";

/**
 * A fixed address, only where one is needed: without a load balancer the domain points at the server itself, and some
 * other parties admit only an address that they know. Behind a load balancer nobody sees the server's address.
 */
export function eip(add: Builder, { config, names }: StepContext, { instance }: ReturnType<typeof ec2>) {
  if (config.entry !== "direct" && !config.server.elasticIp) return { address: undefined };
  const fixed = add.resource("address", address, {}, () => ({ name: names.address }));
  const put = add.resource("association", addressAssociation, { fixed, instance }, ({ fixed, instance }) => ({
    allocationId: fixed.allocationId,
    publicIp: fixed.publicIp,
    instanceId: instance.instanceId,
  }));
  return { address: fixed, association: put };
}
