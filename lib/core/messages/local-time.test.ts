import { describe, expect, it } from "vitest";
import { formatClockTime, formatHourMinute, formatLocalTime, formatSpan } from "./local-time.ts";

const AT = Date.UTC(2026, 10, 22, 15, 21, 4);

describe("times for people", () => {
  it("are those of the configured zone, named", () => {
    expect(formatLocalTime(AT, "Asia/Seoul")).toBe("Mon 23 Nov 00:21:04 GMT+9");
    expect(formatLocalTime(AT, "UTC")).toBe("Sun 22 Nov 15:21:04 UTC");
    expect(formatClockTime(AT, "Asia/Seoul")).toBe("00:21:04");
    expect(formatHourMinute(AT, "America/New_York")).toBe("10:21");
  });

  it.each([
    [0, "0 s"],
    [90_000, "90 s"],
    [37 * 60_000, "37 min"],
    [6 * 3_600_000, "6 h"],
    [125 * 60_000, "2 h 5 min"],
    [86_400_000, "24 h"],
    [50 * 3_600_000, "2 d 2 h"],
    [-5, "0 s"],
  ])("%d ms last %s", (spanMs, words) => {
    expect(formatSpan(spanMs)).toBe(words);
  });
});
