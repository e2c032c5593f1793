/** What a check usually shows at this hour, from its good runs. */
import type { Outcome, PhaseTime } from "../model/outcome.ts";
import { latencyBaseline, type Moment } from "../trends/baseline.ts";
import type { Point } from "../trends/series.ts";

/** Usual time of each phase; phases of which too little is known are left out. */
export function usualPhases(good: readonly Outcome[], moment: Moment): PhaseTime[] {
  const times = good.flatMap(({ phases, startedAtEpochMs }) =>
    phases.map(({ phase, ms }) => ({ name: phase, atEpochMs: startedAtEpochMs, value: ms })),
  );
  return usualOf(times, moment).map(([phase, ms]) => ({ phase, ms }));
}

/** Usual values of facts that are numbers. */
export function usualFacts(good: readonly Outcome[], moment: Moment): Readonly<Record<string, number>> {
  const values = good.flatMap(({ facts, startedAtEpochMs }) =>
    Object.entries(facts).flatMap(([name, value]) =>
      typeof value === "number" ? [{ name, atEpochMs: startedAtEpochMs, value }] : [],
    ),
  );
  return Object.fromEntries(usualOf(values, moment));
}

function usualOf(values: readonly (Point & { readonly name: string })[], moment: Moment): [string, number][] {
  return [...Map.groupBy(values, ({ name }) => name)].flatMap(([name, points]): [string, number][] => {
    const usual = latencyBaseline(points, moment);
    return usual === undefined ? [] : [[name, usual.medianMs]];
  });
}
