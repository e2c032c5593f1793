/** When a rising gauge reaches its limit, as a range: as wide as the slope is uncertain. */

export interface Rise {
  /** Where the gauge is now, in the unit of the limit. */
  readonly level: number;
  /** Best estimate, and the bounds of its confidence. */
  readonly slopePerHour: number;
  readonly slopeLowPerHour: number;
  readonly slopeHighPerHour: number;
}

/** Nothing is foreseen if the gauge may as well stand still (`rate-uncertain`), or if the range ends beyond `FORESIGHT_MS`. */
export type TimeUntilLimit =
  | { readonly outlook: "no-known-limit" }
  | { readonly outlook: "already-above"; readonly limit: number }
  | { readonly outlook: "not-foreseeable"; readonly limit: number; readonly because: "rate-uncertain" | "too-far" }
  | LimitExpected;

/** From the newest point on, at the present rate. Two significant figures in the unit that `readableUnitMs` names. */
export interface LimitExpected {
  readonly outlook: "expected";
  readonly limit: number;
  readonly soonestMs: number;
  readonly likelyMs: number;
  readonly latestMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A straight line says nothing about next week. */
const FORESIGHT_MS = 7 * DAY_MS;

/** (limit − level) / slope for the slope and both its bounds. Without a limit nothing is foreseen. */
export function timeUntilLimit(rise: Rise, limit: number | undefined): TimeUntilLimit {
  if (limit === undefined || !Number.isFinite(limit)) return { outlook: "no-known-limit" };
  if (rise.level >= limit) return { outlook: "already-above", limit };
  if (!(rise.slopeLowPerHour > 0)) return { outlook: "not-foreseeable", limit, because: "rate-uncertain" };
  const untilMs = (slopePerHour: number) => ((limit - rise.level) / slopePerHour) * HOUR_MS;
  const latestMs = untilMs(rise.slopeLowPerHour);
  if (!(latestMs <= FORESIGHT_MS)) return { outlook: "not-foreseeable", limit, because: "too-far" };
  return {
    outlook: "expected",
    limit,
    soonestMs: toTwoFigures(untilMs(rise.slopeHighPerHour)),
    likelyMs: toTwoFigures(untilMs(rise.slopePerHour)),
    latestMs: toTwoFigures(latestMs),
  };
}

/** In what people would say it: minutes below two hours, hours below two days, then days. */
export function readableUnitMs(durationMs: number): number {
  if (durationMs < 2 * HOUR_MS) return MINUTE_MS;
  return durationMs < 2 * DAY_MS ? HOUR_MS : DAY_MS;
}

function toTwoFigures(durationMs: number): number {
  const unitMs = readableUnitMs(durationMs);
  return Math.round(Number((durationMs / unitMs).toPrecision(2)) * unitMs);
}
