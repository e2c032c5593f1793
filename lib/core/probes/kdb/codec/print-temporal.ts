/** Moments and spans as q prints them: `2014.06.23D11:34:39.412547000`, `0D00:00:01.500000000`, `11:34`. */
import type { QType } from "./value.ts";

const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

/** By the name of the type; absent for what speaks of no time. */
export const TEMPORAL_PRINTERS: Partial<Record<QType, (value: bigint) => string>> = {
  timestamp: printTimestamp,
  timespan: printTimespan,
  month: printMonth,
  date: (days) => printDate(Number(days)),
  minute: (minutes) => printClock(minutes * 60n).slice(0, -3),
  second: printClock,
  time: (ms) => `${printClock(ms / 1_000n, ms < 0n)}.${pad(absolute(ms) % 1_000n, 3)}`,
};

/** Days since 2000, with their fraction. */
export function printDatetime(days: number): string {
  const date = dateOf(days);
  return date === undefined ? `${days}z` : `${printDate(days)}T${date.toISOString().slice(-13, -1)}`;
}

/** Nanoseconds since 2000-01-01T00:00Z -> milliseconds since 1970. */
export function epochMsOfTimestamp(ns: bigint): number {
  return EPOCH_MS + Number(ns / NS_PER_MS);
}

/** Absent beyond the calendar of JavaScript. */
function dateOf(days: number): Date | undefined {
  const date = new Date(EPOCH_MS + days * DAY_MS);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function printTimestamp(ns: bigint): string {
  const inDay = ((ns % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY;
  const days = (ns - inDay) / NS_PER_DAY;
  return `${printDate(Number(days))}D${printFine(inDay)}`;
}

function printTimespan(ns: bigint): string {
  const size = absolute(ns);
  return `${ns < 0n ? "-" : ""}${size / NS_PER_DAY}D${printFine(size % NS_PER_DAY)}`;
}

function printMonth(months: bigint): string {
  const month = Number(((months % 12n) + 12n) % 12n);
  return `${2_000n + (months - BigInt(month)) / 12n}.${pad(BigInt(month + 1), 2)}m`;
}

/** `11:34:39.412547000` */
function printFine(ns: bigint): string {
  return `${printClock(ns / NS_PER_SECOND)}.${pad(ns % NS_PER_SECOND, 9)}`;
}

/** `11:34:39`; hours may exceed 24. */
function printClock(seconds: bigint, isNegative = seconds < 0n): string {
  const size = absolute(seconds);
  return `${isNegative ? "-" : ""}${pad(size / 3_600n, 2)}:${pad((size / 60n) % 60n, 2)}:${pad(size % 60n, 2)}`;
}

/** `2014.06.23`; the days since 2000 where there is no date. */
function printDate(days: number): string {
  return dateOf(days)?.toISOString().split("T")[0]?.replaceAll("-", ".") ?? `${days}d`;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function pad(value: bigint, digits: number): string {
  return String(value).padStart(digits, "0");
}
