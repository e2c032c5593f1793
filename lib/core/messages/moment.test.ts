import { describe, expect, it } from "vitest";
import { formatMoment, formatShortDay, formatUtc, isSameDay } from "./moment.ts";

const AT = Date.UTC(2026, 10, 22, 8, 21, 4);

describe("moments in messages", () => {
  it.each([
    ["Asia/Seoul", "Sun 22 Nov 17:21 KST", "11월 22일(일) 17:21 KST"],
    ["Europe/Berlin", "Sun 22 Nov 09:21 CET", "11월 22일(일) 09:21 CET"],
    ["America/New_York", "Sun 22 Nov 03:21 EST", "11월 22일(일) 03:21 EST"],
    ["Asia/Kathmandu", "Sun 22 Nov 14:06 GMT+5:45", "11월 22일(일) 14:06 GMT+5:45"],
    ["UTC", "Sun 22 Nov 08:21 UTC", "11월 22일(일) 08:21 UTC"],
  ])("are named in the zone %s", (timezone, english, korean) => {
    expect(formatMoment(AT, { timezone, language: "en" })).toBe(english);
    expect(formatMoment(AT, { timezone, language: "ko" })).toBe(korean);
  });

  it("stand in UTC too, unless clocks show the same there", () => {
    expect(formatUtc(AT, "Asia/Seoul")).toBe("08:21 UTC");
    expect(formatUtc(AT, "UTC")).toBeUndefined();
    expect(formatUtc(AT, "Europe/London")).toBeUndefined();
  });

  it("know their day in the zone", () => {
    expect(isSameDay(AT, Date.UTC(2026, 10, 22, 15, 1), "Asia/Seoul")).toBe(false);
    expect(isSameDay(AT, Date.UTC(2026, 10, 22, 15, 1), "UTC")).toBe(true);
    expect(formatShortDay(AT, { timezone: "Asia/Seoul", language: "en" })).toBe("22 Nov");
    expect(formatShortDay(AT, { timezone: "Asia/Seoul", language: "ko" })).toBe("11/22");
  });

  it("never throw, however wrong the number", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1e300]) {
      expect(formatMoment(wrong, { timezone: "UTC", language: "en" })).toMatch(/ UTC$/);
    }
  });
});
