import type { Route53 } from "@aws-sdk/client-route-53";
import { quotaOf } from "./quotas.ts";
import { fault, type Handlers } from "./scene.ts";

export const limitHandlers = {
  GetAccountLimit(scene, { Type }) {
    if (Type !== "MAX_HOSTED_ZONES_BY_OWNER") throw fault("InvalidInput", `The limit ${Type} is not kept here.`);
    const Value = quotaOf(scene, "L-4EA4796A");
    return { Limit: { Type, Value }, Count: scene.world.route53.zones.length };
  },
} satisfies Handlers<Route53>;
