import { describe, expect, it } from "vitest";
import { localHoursIn } from "./local-hour.ts";

describe("localHoursIn", () => {
  it.each([
    ["Asia/Seoul", "2026-11-21T19:30Z", "2026-11-22", 4],
    ["UTC", "2026-11-22T00:00Z", "2026-11-22", 0],
    ["America/New_York", "2026-11-22T04:59Z", "2026-11-21", 23],
    ["Asia/Kathmandu", "2026-11-22T00:15Z", "2026-11-22", 6],
    ["Asia/Kathmandu", "2026-11-22T00:14Z", "2026-11-22", 5],
    ["Asia/Bangkok", "2026-11-22T00:00Z", "2026-11-22", 7],
  ])("tells in %s at %s the day %s and the hour %i", (timezone, time, day, hour) => {
    expect(localHoursIn(timezone)(Date.parse(time))).toEqual({ day, hour });
  });

  it("counts the hour that comes twice in autumn as one, and leaves out the one that spring has not", () => {
    const hourOf = localHoursIn("America/New_York");
    const autumn = ["2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:00Z"];
    expect(autumn.map((time) => hourOf(Date.parse(time)).hour)).toEqual([1, 1, 2]);
    const spring = ["2026-03-08T06:59Z", "2026-03-08T07:00Z"];
    expect(spring.map((time) => hourOf(Date.parse(time)).hour)).toEqual([1, 3]);
  });
});
