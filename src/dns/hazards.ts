import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { publicZones, type ZoneSummary } from "../resources/zone-lookup.ts";
import { caaHazards } from "./caa.ts";
import { leftoverDs } from "./leftover-ds.ts";

export type HazardCode =
  | "ds-left"
  | "caa-excludes-amazon"
  | "caa-excludes-lets-encrypt"
  | "duplicate-zones"
  | "no-answer";

/** Something outside of the wizard's reach that would break the domain or its certificate. */
export interface Hazard {
  code: HazardCode;
  message: Saying;
  /** The one thing to do about it. */
  hint: Saying;
}

export type HazardTools = Pick<AwsTools, "dns" | "aws">;

/**
 * What stands in the way of `domain` (lower case, no trailing dot): DS records that would make every resolver refuse
 * the unsigned answers of a new hosted zone, CAA records that shut out the CA that is going to issue the certificate,
 * several hosted zones of the same name. Changes nothing. DNS that gives no answer is a hazard too; what AWS refuses is
 * thrown.
 */
export async function dnsHazards(
  { dns, aws }: HazardTools,
  domain: string,
  { entry }: { entry: "alb" | "direct" } = { entry: "alb" },
): Promise<Hazard[]> {
  const zones = await publicZones(aws, domain);
  const asked = await Promise.all([
    unlessSilent(leftoverDs({ dns, aws }, domain, zones)),
    unlessSilent(caaHazards({ dns, aws }, domain, entry, zones)),
  ]);
  const found = [...asked.flat(), ...duplicateZones(domain, zones)];
  // One silence is enough to know of.
  return found.filter(
    ({ code }, index) => code !== "no-answer" || found.findIndex((one) => one.code === code) === index,
  );
}

function duplicateZones(domain: string, zones: readonly ZoneSummary[]): Hazard[] {
  if (zones.length < 2) return [];
  const ids = zones.map(({ zoneId }) => zoneId).join(", ");
  return [
    {
      code: "duplicate-zones",
      message: say("dnsDuplicateZones", zones.length, domain, ids),
      hint: say("dnsDuplicateZonesHint"),
    },
  ];
}

async function unlessSilent(asked: Promise<Hazard[]>): Promise<Hazard[]> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
    const hint = error.said.hint ?? say("dnsNoAnswerHint");
    return [{ code: "no-answer", message: error.said.message, hint }];
  }
}
