/** Times as people in the configured zone read them. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `Sun 22 Nov 17:21:04 GMT+9`; `timezone` is an IANA name. */
export function formatLocalTime(atEpochMs: number, timezone: string): string {
  const parts = { weekday: "short", day: "numeric", month: "short", timeZoneName: "short" } as const;
  return format(atEpochMs, { timezone, parts }).replaceAll(",", "");
}

/** `17:21:04` */
export function formatClockTime(atEpochMs: number, timezone: string): string {
  return format(atEpochMs, { timezone, parts: {} });
}

/** `17:21`: a mark on a time axis. */
export function formatHourMinute(atEpochMs: number, timezone: string): string {
  return formatClockTime(atEpochMs, timezone).slice(0, 5);
}

/** How the parts of a span are written, and what stands between two of them. */
export interface SpanUnits {
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly between: string;
}

const ENGLISH_UNITS: SpanUnits = { seconds: " s", minutes: " min", hours: " h", days: " d", between: " " };

/** `37 min`, `2 h 5 min`: how long something has lasted. */
export function formatSpan(spanMs: number, units: SpanUnits = ENGLISH_UNITS): string {
  const seconds = Math.max(0, Math.round(spanMs / 1_000));
  if (seconds < 120) return `${seconds}${units.seconds}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes}${units.minutes}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return join([hours, units.hours], [minutes % 60, units.minutes], units.between);
  return join([Math.floor(hours / 24), units.days], [hours % 24, units.hours], units.between);
}

type Part = readonly [count: number, unit: string];

function join(large: Part, small: Part, between: string): string {
  return small[0] === 0 ? large.join("") : `${large.join("")}${between}${small.join("")}`;
}

function format(atEpochMs: number, options: { timezone: string; parts: Intl.DateTimeFormatOptions }): string {
  const key = `${options.timezone} ${Object.keys(options.parts).length}`;
  const known = formats.get(key) ?? createFormat(options);
  formats.set(key, known);
  return known.format(atEpochMs);
}

/** Making one costs a thousand times more than using it. */
function createFormat({ timezone, parts }: { timezone: string; parts: Intl.DateTimeFormatOptions }): Intl.DateTimeFormat {
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", { timeZone: timezone, ...parts, ...clock });
}
