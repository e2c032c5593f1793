import { describe, expect, it } from "vitest";
import { summariseSameHours } from "./same-hours.ts";

const NOW_EPOCH_MS = Date.UTC(2026, 10, 22, 9);
const earlier = ({ days, minutes = 0 }: { days: number; minutes?: number }, value: number) => ({
  atEpochMs: NOW_EPOCH_MS - days * 86_400_000 + minutes * 60_000,
  value,
});

describe("summariseSameHours", () => {
  it("takes the highest value an hour to either side of the same time", () => {
    const history = [earlier({ days: 1, minutes: -60 }, 7), earlier({ days: 2, minutes: 60 }, 9), earlier({ days: 2 }, 8)];
    expect(summariseSameHours(history, NOW_EPOCH_MS)).toEqual({ days: 2, earlierMaximum: 9 });
  });

  it("leaves out other hours, today, days further back and values that are no numbers", () => {
    const history = [
      earlier({ days: 1, minutes: 61 }, 50),
      earlier({ days: 1, minutes: -61 }, 50),
      earlier({ days: 0 }, 50),
      earlier({ days: 8 }, 50),
      earlier({ days: -1 }, 50),
      earlier({ days: 1 }, Number.NaN),
      earlier({ days: 7 }, -3),
    ];
    expect(summariseSameHours(history, NOW_EPOCH_MS)).toEqual({ days: 1, earlierMaximum: -3 });
  });

  it("is absent without history", () => {
    expect(summariseSameHours([], NOW_EPOCH_MS)).toBeUndefined();
  });
});
