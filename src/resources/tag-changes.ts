import type { Owner, Tag } from "../aws/owner.ts";
import type { Change } from "../engine/resource.ts";

/**
 * At most one change: those of this deployment's tags that a resource lacks, or has with another value, put back by
 * `put`. Without them neither a search by tag nor a run after a crash would find it. Tags of somebody else's stay.
 */
export function tagChanges(
  owner: Owner,
  name: string,
  now: readonly Partial<Tag>[] | undefined,
  put: (tags: Tag[]) => Promise<unknown>,
): Change[] {
  const valueNow = (key: string) => now?.find(({ Key }) => Key === key)?.Value;
  const wrong = owner.tags(name).filter(({ Key, Value }) => valueNow(Key) !== Value);
  if (wrong.length === 0) return [];
  const words = wrong.map(({ Key, Value }) => `tag ${Key}: ${valueNow(Key) ?? "unset"} -> ${Value}`);
  const apply = async () => {
    await put(wrong);
  };
  return [{ detail: words.join(", "), apply }];
}
