import type { Config } from "../config/schema.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { bundledPrices } from "../prices/bundled.ts";
import { costTable } from "../prices/cost-table.ts";
import { type Estimate, estimate } from "../prices/estimate.ts";
import { loadPrices } from "../prices/load.ts";
import type { Prices } from "../prices/price-item.ts";
import { nothingStands, type Standing, standingNow, standingOf } from "../prices/standing.ts";
import type { SubnetsOutput } from "../resources/subnets.ts";
import type { StepName } from "../steps/step-names.ts";
import type { Command, Deployment } from "./deployment.ts";
import type { Io } from "./io.ts";
import type { Planned } from "./plan.ts";
import type { Session } from "./session.ts";

/** A load balancer stands in at least so many Availability Zones. */
const leastZones = 2;
/** ... and in so many where the Region has them, as most have. */
const usualZones = 3;

export interface Cost {
  /** Of everything that the config asks for. */
  planned: Estimate;
  /** Of what stands already; undefined before the first run. */
  now: Estimate | undefined;
}

/** What a month of this config costs in its Region, and what a month of what stands now does. */
export async function costOf(
  command: Command,
  { session, state }: Pick<Deployment, "session" | "state">,
  config: Config,
  { changes, outputs }: Planned,
): Promise<Cost> {
  const subnets = outputs.get("network.subnets") as SubnetsOutput | undefined;
  const zone = changes.find(({ key }) => key === "route53.zone");
  const circumstances = { zones: subnets?.subnets.length ?? leastZones, zoneIsOurs: !zone?.foreign };
  const planned = standingOf(config, circumstances);
  const now = state && state.entries().length > 0 ? standingNow(state.entries()) : undefined;
  const prices = await pricesFor(command, session, now ? [planned, now] : [planned]);
  return { planned: estimate(planned, prices), now: now && estimate(now, prices) };
}

const dollars = (amount: number) => `$${amount.toFixed(2)}`;

/** What a month costs in a few words: one amount or a range; at least that, when the price of something is not known. */
export function monthlyInWords({ total, totalUpTo, lines }: Estimate): Saying {
  const amount = total === totalUpTo ? dollars(total) : `${dollars(total)} - ${dollars(totalUpTo)}`;
  const unknown = lines.filter(({ monthly }) => monthly === undefined).map(({ what }) => what);
  return unknown.length === 0 ? say("costAbout", amount) : say("costAtLeast", amount, say("several", ...unknown));
}

/** The prices of the session's Region; live ones of AWS itself are kept beside the state for a day. */
export function pricesFor(
  { options }: Pick<Command, "options">,
  { aws, region, clock }: Session,
  standings: readonly Standing[],
): Promise<Prices> {
  // The sandbox has no prices of its own; to call the table AWS's word of today would be a lie.
  const live = !options.sandbox;
  const cacheFolder = live ? options.state : undefined;
  return loadPrices({ aws, region, clock, cacheFolder, live, standings });
}

/** About what `config` costs a month in `region`, by the table alone: for choices, before there is a plan. */
export function roughly(config: Config, region: string): number | undefined {
  const standing = standingOf(config, { zones: usualZones, zoneIsOurs: true });
  const { total, lines } = estimate(standing, bundledPrices(region));
  return lines.some(({ monthly }) => monthly === undefined) ? undefined : total;
}

/** The cost line by line, and what changes when something stands already. */
export function costLines(io: Pick<Io, "columns" | "text">, { planned, now }: Cost): Saying[] {
  const lines: Saying[] = costTable(planned, io);
  if (now && now.total !== planned.total) {
    lines.push(say("planCostNow", monthlyInWords(now), monthlyInWords(planned)));
  }
  return lines;
}

/** What of a deployment one step makes; nothing for a step that costs nothing. */
const parts: Partial<Record<StepName, { key: string; of(standing: Standing): Partial<Standing> }>> = {
  ec2: {
    key: "ec2.instance",
    of: ({ servers, diskGiB, publicAddresses }) => ({
      servers,
      diskGiB,
      publicAddresses: { servers: publicAddresses.servers, loadBalancers: 0 },
    }),
  },
  rds: { key: "rds.instance", of: ({ database, secrets }) => ({ database, secrets }) },
  route53: { key: "route53.zone", of: ({ hostedZones }) => ({ hostedZones }) },
  alb: {
    key: "alb.load-balancer",
    of: ({ loadBalancers, publicAddresses }) => ({
      loadBalancers,
      publicAddresses: { servers: 0, loadBalancers: publicAddresses.loadBalancers },
    }),
  },
  s3: { key: "s3.build-bucket", of: ({ buckets }) => ({ buckets }) },
};

/** Says what a single step adds to the month, before it is made. */
export async function sayCostOfStep(
  command: Command,
  { session, state }: Deployment,
  config: Config,
  step: StepName,
): Promise<void> {
  const part = parts[step];
  if (!part) return;
  const subnets = state?.get("network.subnets");
  const zones = subnets?.status === "created" ? (subnets.output as SubnetsOutput).subnets.length : leastZones;
  const zone = state?.get("route53.zone");
  const zoneIsOurs = !(zone?.status === "created" && zone.foreign);
  const standing = { ...nothingStands, ...part.of(standingOf(config, { zones, zoneIsOurs })) };
  const before = { ...nothingStands, ...part.of(standingNow(state?.entries() ?? [])) };
  const prices = await pricesFor(command, session, [standing, before]);
  const priced = estimate(standing, prices);
  // What stands already costs no more, unless the config was changed since.
  const isThere = state?.get(part.key)?.status === "created";
  if (isThere && estimate(before, prices).total === priced.total) return;
  if (priced.lines.length > 0) for (const line of costTable(priced, command.io)) command.io.say(line);
}
