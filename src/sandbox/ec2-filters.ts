import type { Filter, Tag } from "@aws-sdk/client-ec2";
import { fault } from "./scene.ts";

/** What a filter looks at when it is not the member of the same name: `instance-state-name`. */
export type Facets<Item> = Record<string, (item: Item) => unknown>;

/**
 * The items that all filters let through. `vpc-id` looks at the member `VpcId`, `tag:Name` at the tags, anything else
 * at its facet. A value may have `*` and `?` as wildcards.
 */
export function filtered<Item extends object>(
  items: Item[],
  filters: Filter[] | undefined,
  facets: Facets<Item> = {},
): Item[] {
  return items.filter((item) =>
    (filters ?? []).every(({ Name = "", Values = [] }) => {
      const has = [look(item, Name, facets)].flat();
      return Values.some((value) => has.some((each) => each !== undefined && pattern(value).test(String(each))));
    }),
  );
}

function look<Item extends object>(item: Item, name: string, facets: Facets<Item>): unknown {
  if (facets[name]) return facets[name](item);
  const tags: Tag[] = "Tags" in item && Array.isArray(item.Tags) ? item.Tags : [];
  if (name === "tag-key") return tags.map(({ Key }) => Key);
  if (name.startsWith("tag:")) return tags.find(({ Key }) => Key === name.slice("tag:".length))?.Value;
  if (!/^[a-zA-Z-]+$/.test(name)) throw fault("InvalidParameterValue", `The filter '${name}' is invalid`);
  const member: unknown = Reflect.get(item, pascal(name));
  return member;
}

const pascal = (name: string) => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const pattern = (value: string) =>
  new RegExp(
    `^${value
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
