import { describe, expect, it } from "vitest";
import { hourMap } from "./hour-map.ts";
import { buildHours, levelOf } from "./hours.ts";
import type { Reading } from "./timeline.ts";

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 22);
const tooFew = { verdict: "not-enough-data", days: 1, daysNeeded: 3 } as const;

function reading(hour: number, parts: Partial<Reading> = {}): Reading {
  return { dueEpochMs: MIDNIGHT + hour * HOUR_MS, status: "up", latencyMs: 100, ...parts };
}

describe("hours of the day", () => {
  it("are those of people's own zone", () => {
    const { days } = buildHours([reading(20)], "Asia/Seoul");
    expect(days.map(({ day, hours }) => [day, hours.findIndex(({ runs }) => runs > 0)])).toEqual([["2026-11-23", 5]]);
  });

  it("are compared with the median of all, and fail with a tenth of their runs", () => {
    const slow = [10, 11, 12].map((hour) => reading(hour, { latencyMs: hour === 10 ? 140 : hour === 11 ? 250 : 100 }));
    const failing = Array.from({ length: 10 }, (_, at) => reading(15, at === 0 ? { status: "down" } : {}));
    const { days, usualMs } = buildHours([...slow, ...failing], "UTC");
    const levels = days[0]?.hours.map((cell) => levelOf(cell, usualMs)) ?? [];
    expect(usualMs).toBe(100);
    expect([levels[9], levels[10], levels[11], levels[12], levels[15]]).toEqual(["none", "slower", "slow", "usual", "failing"]);
  });

  it("leave out runs that failed by our own fault, and days older than the last seven", () => {
    const days = Array.from({ length: 9 }, (_, day) => reading(24 * day));
    expect(buildHours(days, "UTC").days.map(({ day }) => day.slice(-2))).toEqual(["24", "25", "26", "27", "28", "29", "30"]);
    expect(buildHours([{ dueEpochMs: MIDNIGHT, status: "unknown" }], "UTC").days).toEqual([]);
  });
});

describe("the map of hours", () => {
  it("has a shape for each level, a sentence beside it and the numbers behind it", () => {
    const readings = [reading(1), reading(2), reading(3), reading(4, { latencyMs: 310 }), reading(5, { status: "down" })];
    const markup = hourMap(buildHours(readings, "UTC"), { verdict: tooFew, language: "en" }).toString();
    const shapes = [...markup.matchAll(/d="M0 0([^"]+)"/g)].map(([, shape]) => shape);
    expect(new Set(shapes).size).toBe(5);
    expect(markup).toContain("Too little history to tell whether an hour stands out: 1 of 3 days.");
    expect(markup).toContain('<th scope="row">04:00</th><td>310 ms</td>');
    expect(markup).toContain('<th scope="row">05:00</th><td>100 ms, ✕ 1/1</td>');
  });

  it("names the hour that is slow day after day, in both languages", () => {
    const hours = [{ hour: 4, daysHit: 5, daysLooked: 7, timesUsual: 3.14, chance: 0.002 }];
    const verdict = { verdict: "slow-hours", days: 7, hours } as const;
    const table = buildHours([reading(4)], "UTC");
    expect(hourMap(table, { verdict, language: "en" }).toString()).toContain(
      "The hour from 04:00 was slow on 5 of 7 days, 3.1 times",
    );
    expect(hourMap(table, { verdict, language: "ko" }).toString()).toContain("04:00부터 한 시간은 7일 중 5일 느렸고");
  });

  it("is small, however long the history", () => {
    const week = Array.from({ length: 7 * 24 }, (_, hour) => reading(hour, { status: hour % 3 === 0 ? "down" : "up" }));
    const [picture = ""] =
      /<svg.*?<\/svg>/s.exec(hourMap(buildHours(week, "UTC"), { verdict: tooFew, language: "ko" }).toString()) ?? [];
    expect(picture.length).toBeLessThan(9_000);
  });
});
