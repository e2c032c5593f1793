/** Declared dependencies: who of those that fail explains another's failing. */
import type { CheckId } from "../model/check.ts";
import type { Failing } from "./failing.ts";
import { isNotLater } from "./outbreak.ts";

interface Step {
  readonly failing: Failing;
  readonly depth: number;
}

/**
 * For each failing check its deepest failing ancestor; itself where it has none. The way up leads through failing checks only,
 * and never to one that broke later than the one it is to explain.
 */
export function findOrigins(failing: readonly Failing[]): Map<CheckId, Failing> {
  const byId = new Map(failing.map((each) => [each.check.id, each]));
  return new Map(failing.map((each) => [each.check.id, deepestAncestor(each, byId)]));
}

function deepestAncestor(start: Failing, byId: ReadonlyMap<CheckId, Failing>): Failing {
  const seen = new Set([start.check.id]);
  let steps: Step[] = [{ failing: start, depth: 0 }];
  let deepest = steps;
  while (steps.length > 0) {
    deepest = steps;
    steps = steps.flatMap(({ failing, depth }) =>
      failingParents(failing, byId)
        .filter(({ check }) => !seen.has(check.id))
        .map((parent) => {
          seen.add(parent.check.id);
          return { failing: parent, depth: depth + 1 };
        }),
    );
  }
  return earliest(deepest.map(({ failing }) => failing)) ?? start;
}

function failingParents({ check, outbreak }: Failing, byId: ReadonlyMap<CheckId, Failing>): Failing[] {
  return check.dependsOn.flatMap((id) => {
    const parent = byId.get(id);
    return parent !== undefined && isNotLater(parent.outbreak, outbreak) ? [parent] : [];
  });
}

function earliest(failing: readonly Failing[]): Failing | undefined {
  return failing.toSorted(
    (one, other) => one.outbreak.toEpochMs - other.outbreak.toEpochMs || (one.check.id < other.check.id ? -1 : 1),
  )[0];
}
