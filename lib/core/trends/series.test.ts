import { describe, expect, it } from "vitest";
import { POINTS_MAX, type Point, tidySeries } from "./series.ts";

const at = (atEpochMs: number, value = atEpochMs): Point => ({ atEpochMs, value });

describe("tidySeries", () => {
  it("brings points into the order of time", () => {
    expect(tidySeries([at(3), at(1), at(2)])).toEqual([at(1), at(2), at(3)]);
  });

  it("makes one point of those that share a millisecond: their median", () => {
    expect(tidySeries([at(1, 10), at(2, 5), at(1.2, 30), at(0.9, 11)])).toEqual([at(1, 11), at(2, 5)]);
  });

  it("leaves out what cannot be calculated with", () => {
    const useless = [at(1, Number.NaN), at(2, Number.POSITIVE_INFINITY), at(3, 1e200), at(Number.NaN, 1), at(1e300, 1)];
    expect(tidySeries([...useless, at(4)])).toEqual([at(4)]);
    expect(tidySeries([at(1), at(2, Number.NaN), at(3)])).toEqual([at(1), at(3)]);
  });

  it("thins a long series evenly and keeps both ends", () => {
    const long = Array.from({ length: 4_321 }, (_, index) => at(index));
    const thinned = tidySeries(long);
    expect(thinned).toHaveLength(POINTS_MAX);
    expect([thinned[0], thinned.at(-1)]).toEqual([at(0), at(4_320)]);
    const gaps = thinned.slice(1).map(({ atEpochMs }, index) => atEpochMs - (thinned[index]?.atEpochMs ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });

  it("changes nothing the second time, and never its input", () => {
    const input = Object.freeze(Array.from({ length: 700 }, (_, index) => at((index * 37) % 701)));
    const once = tidySeries(input);
    expect(tidySeries(once)).toEqual(once);
  });
});
