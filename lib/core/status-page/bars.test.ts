import { describe, expect, it } from "vitest";
import { aService, aStatusConfig, aStatusView, someDays } from "../../../test/kit/status-pages.ts";
import { badDayTable, dayBars } from "./bars.ts";
import type { DayCounts } from "./day-counts.ts";
import type { ServiceView } from "./view.ts";

function serviceWith(days: DayCounts): ServiceView {
  const [service] = aStatusView({ config: aStatusConfig([aService("a", "A")]), days: { a: days } }).services;
  if (service === undefined) throw new Error("no service");
  return service;
}

/** Strokes from the ground up, oldest first, with how often each comes in a row. */
function strokesOf(days: DayCounts): string[] {
  const drawn = String(dayBars(serviceWith(days), "en"));
  const bars = [...drawn.matchAll(/M(\d+) 34((?:(?!M).)*?)(?=M|")/g)].map(([, x, stroke = ""]) => ({ x: Number(x), stroke }));
  return bars.toSorted((one, other) => one.x - other.x).map(({ stroke }) => stroke);
}

describe("bars", () => {
  it("draw no data as a dot, never as a good day", () => {
    const strokes = strokesOf(someDays(2));
    expect(strokes).toHaveLength(90);
    expect(strokes.slice(-3)).toEqual(["v-3", "v-10", "v-10"]);
    expect(new Set(strokes.slice(0, 88))).toEqual(new Set(["v-3"]));
    expect(String(dayBars(serviceWith(someDays(2)), "en"))).toContain(
      'aria-label="Last 90 days: 2 without failures, 0 with failures, 88 without data."',
    );
  });

  it("are taller the more failed, up to a tenth, and broken beyond", () => {
    const heights = strokesOf(someDays(4, { 3: 1, 2: 72, 1: 144, 0: 145 })).slice(-4);
    expect(heights).toEqual(["v-15", "v-22", "v-28", "v-21m0 -4V0"]);
  });

  it("stand in a table too, as far as something failed", () => {
    expect(badDayTable(serviceWith(someDays(4)), "en")).toBeUndefined();
    const table = String(badDayTable(serviceWith(someDays(4, { 1: 72 })), "ko"));
    expect(table).toContain("<summary>실패가 있던 날 1일</summary>");
    expect(table).toContain("11월 21일(토)</th><td>72 (5 %)</td><td>1,440</td>");
  });
});
