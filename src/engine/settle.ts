import type { ResourceNode } from "./blueprint.ts";
import type { Clock } from "./clock.ts";
import type { Entry } from "./journal.ts";
import type { Poll } from "./poll.ts";
import type { Found } from "./resource.ts";
import type { Words } from "./words.ts";

interface SettleContext<Tools> {
  tools: Tools;
  poll: Poll;
  clock: Clock;
  words: Words;
}

/** With every answer lost once and again, one look may take that long. */
const longestLookSeconds = 900;

/** A fresh resource may not be shown for a moment, even by its name. */
const usualSettleSeconds = 5;

/**
 * A shorter age is not believed: the clock that dated the entry, or this one, may be hours off, and a look that comes too
 * early makes a second one of what is there.
 */
const surelySettledSeconds = 86_400;

/**
 * Looks for what an entry says was made, or may have been made when it was cut short. What was begun a moment ago may
 * not show yet: then it keeps looking until AWS would surely show it.
 */
export async function settle<Tools>(
  node: Pick<ResourceNode<Tools>, "resource">,
  input: unknown,
  entry: Entry,
  { tools, poll, clock, words }: SettleContext<Tools>,
): Promise<Found<unknown> | undefined> {
  const { resource } = node;
  const hint = entry.status === "creating" ? { token: entry.token } : { recorded: entry.output };
  const look = () => resource.find(tools, input, hint);
  if (entry.since === undefined || (entry.status === "creating" && entry.refused)) return look();
  const ageSeconds = (clock.wall().getTime() - Date.parse(entry.since)) / 1000;
  if (ageSeconds > surelySettledSeconds) return look();
  const left = resource.settleSeconds ?? usualSettleSeconds;
  const deadline = clock.now() + left * 1000;
  const wait = {
    what: words.toShowWhetherMade(resource.title(input)),
    everySeconds: 2,
    // It ends by itself with the first look after the deadline, however short --timeout is and long a look takes.
    timeoutSeconds: left + longestLookSeconds,
  };
  const answer = await poll(wait, async () => {
    const found = await look();
    return found ? { found } : clock.now() >= deadline && { found: undefined };
  });
  return answer.found;
}
