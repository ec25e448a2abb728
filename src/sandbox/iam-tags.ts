import type { Tag } from "@aws-sdk/client-iam";

/** The tags with `added` in place of those of the same key. */
export function withTags(tags: Tag[], added: Tag[] | undefined = []): Tag[] {
  return [...withoutTags(tags, keys(added)), ...added];
}

export function withoutTags(tags: Tag[], removed: string[] | undefined = []): Tag[] {
  return tags.filter(({ Key = "" }) => !removed.includes(Key));
}

const keys = (tags: Tag[]) => tags.map(({ Key = "" }) => Key);
