import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anAlarm, anAlarmState, aWatchedCheck } from "../../../test/kit/incidents.ts";
import { commonMoment, includes, isNotLater, outbreakOf } from "./outbreak.ts";

const spans = fc.array(
  fc.tuple(fc.nat(50), fc.nat(10)).map(([from, length]) => ({ fromEpochMs: from, toEpochMs: from + length })),
);

describe("the time at which a check broke", () => {
  const state = anAlarmState({ alarm: anAlarm({ ofDatapoints: 3 }), sinceEpochMs: 1_000_000 });

  it("lies between the last good run and the first bad one", () => {
    const check = aWatchedCheck({ failingSinceEpochMs: 900_000, everyMs: 60_000 });
    expect(outbreakOf(state, check)).toEqual({ fromEpochMs: 840_000, toEpochMs: 900_000 });
  });

  it("is as uncertain as the alarm is slow where nobody saw the runs", () => {
    expect(outbreakOf(state, aWatchedCheck())).toEqual({ fromEpochMs: 760_000, toEpochMs: 1_000_000 });
    expect(outbreakOf(state)).toEqual({ fromEpochMs: 760_000, toEpochMs: 1_000_000 });
  });

  it("is not later than another as long as it may have been before", () => {
    expect(isNotLater({ fromEpochMs: 5, toEpochMs: 9 }, { fromEpochMs: 0, toEpochMs: 5 })).toBe(true);
    expect(isNotLater({ fromEpochMs: 6, toEpochMs: 9 }, { fromEpochMs: 0, toEpochMs: 5 })).toBe(false);
  });
});

describe("the moment that several have in common", () => {
  it("is none for nobody", () => {
    expect(commonMoment([])).toBeUndefined();
  });

  it("lies in more spans than any other moment, and is the first such", () => {
    fc.assert(
      fc.property(spans, (outbreaks) => {
        const countAt = (atEpochMs: number) => outbreaks.filter((each) => includes(each, atEpochMs)).length;
        const counts = Array.from({ length: 61 }, (_, at) => countAt(at));
        const best = Math.max(...counts);
        expect(commonMoment(outbreaks)).toBe(best === 0 ? undefined : counts.indexOf(best));
      }),
    );
  });
});
