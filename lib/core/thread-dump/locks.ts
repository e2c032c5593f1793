/** Who waits for whom. */
import { leadingFrame } from "./frame.ts";
import type { JavaThread } from "./thread.ts";

/** One thread that holds what others wait for. */
export interface Convoy {
  readonly owner: string;
  /** Where the owner is. */
  readonly frame: string;
  readonly waiters: number;
}

/** Bounds the work for a dump that somebody has made up. */
const CHAIN_MAX = 50;

/** Most waiters first. Who waits behind a waiter is counted with the owner at the end of the chain. */
export function findConvoys(threads: readonly JavaThread[]): Convoy[] {
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const waiting = threads.filter(({ ownerId }) => ownerId !== undefined);
  const byOwner = Map.groupBy(waiting, (thread) => lastOwner(thread, byId));
  return [...byOwner]
    .flatMap(([owner, waiters]) => (owner === undefined ? [] : [toConvoy(owner, waiters.length)]))
    .toSorted((a, b) => b.waiters - a.waiters);
}

/** Names of threads that wait for one another in a circle, in the order of waiting; empty if there is none. */
export function findDeadlock(threads: readonly JavaThread[]): string[] {
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const cleared = new Set<string>();
  for (const start of threads) {
    const trail = new Map<string, JavaThread>();
    let next: JavaThread | undefined = start;
    while (next !== undefined && !trail.has(next.id) && !cleared.has(next.id)) {
      trail.set(next.id, next);
      next = byId.get(next.ownerId ?? "");
    }
    if (next !== undefined && trail.has(next.id)) {
      const ring = [...trail.keys()];
      return ring.slice(ring.indexOf(next.id)).flatMap((id) => trail.get(id)?.name ?? []);
    }
    for (const id of trail.keys()) cleared.add(id);
  }
  return [];
}

/** The end of the chain; undefined where it is a circle, or has no end in sight. */
function lastOwner(thread: JavaThread, byId: ReadonlyMap<string, JavaThread>): JavaThread | undefined {
  const seen = new Set([thread.id]);
  let owner = byId.get(thread.ownerId ?? "");
  while (owner?.ownerId !== undefined && byId.has(owner.ownerId)) {
    if (seen.has(owner.id) || seen.size > CHAIN_MAX) return undefined;
    seen.add(owner.id);
    owner = byId.get(owner.ownerId);
  }
  return owner;
}

function toConvoy({ name, frames }: JavaThread, waiters: number): Convoy {
  return { owner: name, frame: leadingFrame(frames), waiters };
}
