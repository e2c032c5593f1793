/** Names -> ids: ASCII, unique, and the same at the next import, whatever else was added in between. */
import { stableHash } from "../model/hash.ts";
import type { ForeignItem } from "./foreign.ts";
import { romanize } from "./romanize.ts";

const PART_LENGTH_MAX = 40;
const GROUPS_MAX = 2;

/** One id an item, in their order. */
export function assignIds(items: readonly Pick<ForeignItem, "name" | "groups" | "ownId">[]): string[] {
  const taken = new Set<string>();
  return items.map((item) => {
    const id = firstFree(candidates(item), taken);
    taken.add(id.toLowerCase());
    return id;
  });
}

/** The name alone; where that is taken, with the other tool's own id, and then with a number. */
function* candidates({ name, groups, ownId }: Pick<ForeignItem, "name" | "groups" | "ownId">): Generator<string> {
  const id = [...groups.slice(0, GROUPS_MAX), name].map(idPart).join("/");
  yield id;
  if (ownId !== undefined) yield `${id}-${idPart(ownId)}`;
  for (let number = 2; ; number += 1) yield `${id}-${number}`;
}

function firstFree(ids: Iterable<string>, taken: ReadonlySet<string>): string {
  for (const id of ids) if (!taken.has(id.toLowerCase())) return id;
  return "";
}

/** Of a script that has no romanization here, a hash stands in: ugly, but the same tomorrow. */
export function idPart(name: string): string {
  const part = romanize(name)
    .slice(0, PART_LENGTH_MAX)
    .replace(/[^a-z0-9]+$/, "");
  return part === "" ? `x${stableHash(name).toString(36)}` : part;
}
