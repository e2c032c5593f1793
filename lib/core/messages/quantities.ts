/** Numbers as sentences use them, with their units, in each language. */
import { formatMeasuredMs } from "../model/units.ts";
import { readableUnitMs } from "../trends/time-until-limit.ts";
import { formatSpan, type SpanUnits } from "./local-time.ts";

export interface Quantities {
  /** `1 ms`, `10 s`: a time that was measured. */
  measured(measuredMs: number): string;
  /** `3 h`, `2 d 2 h`: how long something lasts. */
  span(spanMs: number): string;
  /** `3 to 5 h` */
  range(fromMs: number, toMs: number): string;
}

const KOREAN_UNITS: SpanUnits = { seconds: "초", minutes: "분", hours: "시간", days: "일", between: " " };
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export const english: Quantities = {
  measured: formatMeasuredMs,
  span: (spanMs) => formatSpan(spanMs),
  range: (fromMs, toMs) => formatRange(fromMs, toMs, { minutes: " min", hours: " h", days: " days", to: " to " }),
};

export const korean: Quantities = {
  measured: (measuredMs) => formatMeasuredMs(measuredMs).replace(/ s$/, "초"),
  span: (spanMs) => formatSpan(spanMs, KOREAN_UNITS),
  range: (fromMs, toMs) => formatRange(fromMs, toMs, { minutes: "분", hours: "시간", days: "일", to: "~" }),
};

type RangeUnits = Pick<SpanUnits, "minutes" | "hours" | "days"> & { readonly to: string };

/** Both ends in the unit of the later one; at most one figure behind the point. */
function formatRange(fromMs: number, toMs: number, { to, ...units }: RangeUnits): string {
  const unitMs = readableUnitMs(toMs);
  const name = unitMs === MINUTE_MS ? units.minutes : unitMs === HOUR_MS ? units.hours : units.days;
  const [from, until] = [fromMs, toMs].map((ms) => roundTo(ms / unitMs, 1));
  return from === until ? `${until}${name}` : `${from}${to}${until}${name}`;
}

/** `812`, `2,000`, `0.35`: three figures of what is small, whole numbers of the rest. */
export function formatFigures(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** 0.352 -> `35 %` */
export function formatPercent(share: number): string {
  return `${roundTo(100 * share, 0)} %`;
}

/** `04:00` */
export function formatHourOfDay(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** 1.25 -> `1.3`, 13.2 -> `13` */
export function formatTimes(times: number): string {
  return String(roundTo(times, times < 10 ? 1 : 0));
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
