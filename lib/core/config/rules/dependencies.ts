/** Ids are unique; dependencies lead to other checks and never in a circle. */
import type { CheckId } from "../../model/check.ts";
import type { CheckDraft, Draft } from "../draft.ts";
import { type Fault, faultAt, type Path } from "../problem.ts";
import { showText } from "../show.ts";
import { suggester } from "../suggest.ts";

const SHOWN_IDS = 8;

interface Dependency {
  readonly from: CheckId;
  readonly to: CheckId;
  readonly path: Path;
}

export function dependencyRules(draft: Draft): Fault[] {
  const dependencies = draft.checks.flatMap(dependenciesOf);
  return [...duplicateIds(draft), ...unknownDependencies(draft, dependencies), ...circles(dependencies)];
}

function duplicateIds(draft: Draft): Fault[] {
  const seen = new Set<CheckId>();
  return draft.checks.flatMap(({ index, sound: { id } }) => {
    if (id === undefined) return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `Two checks have the id ${showText(id)}.`;
    return [faultAt(["checks", index, "id"], { code: "duplicate-id", message, fix: "Give each check its own id." })];
  });
}

function unknownDependencies(draft: Draft, dependencies: readonly Dependency[]): Fault[] {
  // An id that is refused for its letters is written all the same.
  const ids = draft.checks.map(({ written }) => written.id).filter((id) => typeof id === "string");
  const known = new Set(ids);
  const suggest = suggester(ids);
  return dependencies.flatMap(({ from, to, path }) => {
    if (to === from) {
      const message = `The check ${showText(to)} depends on itself.`;
      return [faultAt(path, { code: "dependency-on-itself", message, fix: "Remove this entry." })];
    }
    if (known.has(to)) return [];
    const nearest = suggest(to);
    const fix = nearest === undefined ? "Write the id of another check of this file." : `Did you mean ${showText(nearest)}?`;
    return [faultAt(path, { code: "unknown-dependency", message: `There is no check ${showText(to)}.`, fix })];
  });
}

interface Step {
  readonly id: CheckId;
  /** Dependencies that are not followed yet. */
  readonly ahead: Iterator<Dependency>;
}

/** Depth first, without recursion: a chain may be as long as the file. Each circle is told where it closes. */
function circles(dependencies: readonly Dependency[]): Fault[] {
  const outgoing = Map.groupBy(
    dependencies.filter(({ from, to }) => from !== to),
    ({ from }) => from,
  );
  const visited = new Set<CheckId>();
  return [...outgoing.keys()].flatMap((start) => (visited.has(start) ? [] : circlesFrom(start, outgoing, { visited })));
}

function circlesFrom(
  start: CheckId,
  outgoing: ReadonlyMap<CheckId, Dependency[]>,
  { visited }: { readonly visited: Set<CheckId> },
): Fault[] {
  const faults: Fault[] = [];
  const trail: Step[] = [];
  const onTrail = new Set<CheckId>();
  const enter = (id: CheckId) => {
    visited.add(id);
    onTrail.add(id);
    trail.push({ id, ahead: (outgoing.get(id) ?? []).values() });
  };
  enter(start);
  for (let step = trail.at(-1); step !== undefined; step = trail.at(-1)) {
    const next = step.ahead.next();
    if (next.done) onTrail.delete(trail.pop()?.id ?? "");
    else if (onTrail.has(next.value.to)) faults.push(circle([...onTrail], next.value));
    else if (!visited.has(next.value.to)) enter(next.value.to);
  }
  return faults;
}

function circle(trail: readonly CheckId[], { to, path }: Dependency): Fault {
  const ids = [...trail.slice(trail.indexOf(to)), to];
  const shown = ids.length > SHOWN_IDS ? [...ids.slice(0, SHOWN_IDS - 1), "…", to] : ids;
  const message = `Checks depend on one another in a circle: ${shown.join(" -> ")}.`;
  return faultAt(path, { code: "dependency-circle", message, fix: "Remove one of these dependencies: a cause has no circle." });
}

function dependenciesOf({ index, sound }: CheckDraft): Dependency[] {
  const from = sound.id ?? `check ${index}`;
  return (sound.dependsOn ?? []).map((to, position) => ({ from, to, path: ["checks", index, "dependsOn", position] }));
}
