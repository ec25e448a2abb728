import type { Config } from "../config/schema.ts";
import type { StepName } from "./step-names.ts";

/** Why a config has no use for a step. */
export function whySkipped(step: StepName, { entry, domain }: Config): string {
  switch (step) {
    case "eip":
      return "no Elastic IP: behind a load balancer nobody sees the server's address (--elastic-ip makes one)";
    case "rds":
      return "no database in the config";
    case "acm":
      return domain && entry === "direct"
        ? "no ACM certificate: it cannot be put on a server, so nginx gets one from Let's Encrypt"
        : "no certificate without a domain";
    case "route53":
      return "no hosted zone without a domain";
    case "alb":
      return "no load balancer: visitors come straight to the server's address";
    default:
      return "nothing to do";
  }
}
