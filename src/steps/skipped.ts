import type { Config } from "../config/schema.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { StepName } from "./step-names.ts";

/** Why a config has no use for a step. */
export function whySkipped(step: StepName, { entry, domain }: Config): Saying {
  switch (step) {
    case "eip":
      return say("skippedEip");
    case "rds":
      return say("skippedRds");
    case "acm":
      return domain && entry === "direct" ? say("skippedAcmOnServer") : say("skippedAcmNoDomain");
    case "route53":
      return say("skippedRoute53");
    case "alb":
      return say("skippedAlb");
    default:
      return say("nothingToDo");
  }
}
