import type { Leftover } from "../engine/proof.ts";
import type { Saying } from "../engine/saying.ts";
import type { TakenDown } from "../engine/teardown.ts";
import { type PhraseId, say } from "../language/phrase.ts";
import { type Estimate, estimate, together } from "../prices/estimate.ts";
import { nothingStands, type Standing, standingNow } from "../prices/standing.ts";
import type { Searched } from "../proof/strays.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { createPage, type PageSettings } from "../status/page.ts";
import { pricesFor } from "./cost.ts";
import type { Command } from "./deployment.ts";
import type { Session } from "./session.ts";

/** One thing that still stands after everything was taken down, and its price. */
export interface Remains extends Omit<Leftover, "key" | "reason"> {
  /** Null for what is not in the state. */
  key: string | null;
  reason: Saying;
  removeWith: string | undefined;
  /** Undefined when nobody knows what of it is billed. */
  cost: Estimate | undefined;
}

export interface AllRemains {
  survivors: Remains[];
  leftovers: Remains[];
  monthlyCost: Estimate;
}

/** Puts a price on everything that still stands: the same prices as in `plan` and `status`. */
export async function remainsOf(
  command: Command,
  session: Session,
  state: DeploymentState,
  { survivors, leftovers }: TakenDown,
  { strays, unsearched }: Searched,
): Promise<AllRemains> {
  const ofEntry = (key: string): Standing => {
    const entry = state.get(key);
    return entry ? standingNow([[key, entry]]) : nothingStands;
  };
  const unpriced = { heldBy: [], removeWith: undefined };
  const kept = survivors.map((one) => ({ ...unpriced, ...one, standing: ofEntry(one.key) }));
  const left = [
    ...leftovers.map((one) => ({ ...unpriced, ...one, standing: ofEntry(one.key) })),
    ...strays.map(({ standing, ...stray }) => ({
      ...unpriced,
      ...stray,
      key: null,
      reason: say("strayReason"),
      standing: standing && { ...nothingStands, ...standing },
    })),
    ...unsearched.map(({ where, why }) => ({
      ...unpriced,
      key: null,
      title: say("straySearch", where),
      id: "",
      reason: say("strayNotSearched", why),
      standing: undefined,
    })),
  ];
  const standings = [...kept, ...left].flatMap(({ standing }) => standing ?? []);
  const prices = await pricesFor(command, session, standings);
  const priced = <T extends { standing: Standing | undefined }>({ standing, ...rest }: T) => ({
    ...rest,
    cost: standing && estimate(standing, prices),
  });
  return {
    survivors: kept.map(priced),
    leftovers: left.map(priced),
    monthlyCost: together(
      standings.map((standing) => estimate(standing, prices)),
      prices,
    ),
  };
}

const isKnown = ({ lines }: Estimate) => lines.every(({ monthly }) => monthly !== undefined);

/** A month's cost in as few words as it has: `$0.50`, `$0.00 - $0.13`. */
export function amountInWords(cost: Estimate | undefined): Saying {
  if (!cost || !isKnown(cost)) return say("downCostUnknown");
  const [least, most] = [cost.total.toFixed(2), cost.totalUpTo.toFixed(2)];
  return least === most ? say("downCost", least) : say("downCostUpTo", least, most);
}

/** What was kept, what is left and what holds it, and what comes next; or that nothing is left. */
export function remainsLines({ survivors, leftovers, monthlyCost }: AllRemains, settings: PageSettings): string[] {
  const { text } = settings;
  const page = createPage(settings);
  const put = (phrase: PhraseId & `down${"Kept" | "Left"}`, { title, id, reason, cost }: Remains) =>
    page.put(0, say(phrase, named(text(title), id), reason, amountInWords(cost)));
  for (const one of survivors) put("downKept", one);
  for (const one of leftovers) {
    put("downLeft", one);
    for (const holder of one.heldBy) page.put(2, say("downHeldBy", holder));
    // Never broken, so that it can be copied.
    if (one.removeWith) page.whole(2, text(say("downRemoveBy", one.removeWith)));
  }
  const known = [...survivors, ...leftovers].every(({ cost }) => cost);
  if (survivors.length + leftovers.length === 0) page.put(0, say("downNothingLeft"));
  else page.put(0, say("downStands", amountInWords(known ? monthlyCost : undefined)));
  if (leftovers.length > 0) page.put(0, say("downInTheWay"));
  if (survivors.length > 0) page.put(0, say("downAllRemoves"));
  return page.lines;
}

/** A title that names the id already does not name it twice. */
const named = (title: string, id: string) => (id === "" || title.includes(id) ? title : `${title} (${id})`);

/** The same for scripts: texts are English, a cost that is not known is null. */
export function remainsJson({ survivors, leftovers, monthlyCost }: AllRemains): object {
  const asJson = ({ cost, removeWith, ...one }: Remains) => ({
    ...one,
    title: String(one.title),
    reason: String(one.reason),
    heldBy: one.heldBy.map(String),
    removeWith: removeWith ?? null,
    monthlyCost: cost && isKnown(cost) ? { total: cost.total, totalUpTo: cost.totalUpTo } : null,
  });
  return { survivors: survivors.map(asJson), leftovers: leftovers.map(asJson), monthlyCost };
}
