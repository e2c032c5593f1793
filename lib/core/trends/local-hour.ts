/** The hour of the day as people in a zone count it, summer time included. */

export interface LocalHour {
  /** `2026-11-22` */
  readonly day: string;
  /** 0 to 23. When clocks go back one hour comes twice and counts as one; when they go forward one is missing. */
  readonly hour: number;
}

/** Every offset from UTC in use is a multiple of this. */
const QUARTER_HOUR_MS = 900_000;

/** Tells the local hour of moments, as fast for 10,000 of them as for 100. `timezone` is an IANA name that exists, else RangeError. */
export function localHoursIn(timezone: string): (atEpochMs: number) => LocalHour {
  const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23" } as const;
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, calendar: "iso8601", ...fields });
  const known = new Map<number, LocalHour>();
  return (atEpochMs) => {
    const quarter = Math.floor(atEpochMs / QUARTER_HOUR_MS);
    const found = known.get(quarter) ?? readParts(format.formatToParts(quarter * QUARTER_HOUR_MS));
    known.set(quarter, found);
    return found;
  };
}

function readParts(parts: readonly Intl.DateTimeFormatPart[]): LocalHour {
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === name)?.value ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}`, hour: Number(part("hour")) };
}
