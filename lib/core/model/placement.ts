/**
 * Rendezvous hashing: each id ranks the names by a hash of both and takes the first that has room. A new id then moves nobody while
 * there is room, and a new name takes its share from all others without a general reshuffle: about 1 id in (count + 1) moves, where
 * `hash % count` would move nearly all.
 */
import { stableHash } from "./hash.ts";

/** Id -> name; ids that find no room are missing. They choose in the order of their own hash, so that their order plays no part. */
export function placeByHash(
  ids: readonly string[],
  { names, roomEach }: { readonly names: readonly string[]; readonly roomEach: number },
): Map<string, string> {
  const room = new Map(names.map((name) => [name, roomEach]));
  const placed = new Map<string, string>();
  for (const id of ids.toSorted((a, b) => stableHash(a) - stableHash(b) || (a < b ? -1 : 1))) {
    const name = rank(id, names).find((candidate) => (room.get(candidate) ?? 0) > 0);
    if (name === undefined) continue;
    room.set(name, (room.get(name) ?? 0) - 1);
    placed.set(id, name);
  }
  return placed;
}

function rank(id: string, names: readonly string[]): string[] {
  const scored = names.map((name) => ({ name, score: stableHash(`${name} ${id}`) }));
  return scored.toSorted((a, b) => b.score - a.score).map(({ name }) => name);
}
