/** Who looks: the `widgetContext` that CloudWatch sends along, read field by field; what it leaves out is the deployment's own. */
import type { Language } from "../model/check.ts";
import { isNumber, isRecord } from "../shapes.ts";
import type { WidgetManifest } from "./manifest.ts";

export interface Viewer {
  readonly language: Language;
  readonly theme: "light" | "dark";
  /** IANA name, or an offset such as `+09:00`. */
  readonly timezone: string;
  readonly widthPx: number;
  readonly range: TimeRange;
}

export interface TimeRange {
  readonly fromEpochMs: number;
  /** Exclusive. */
  readonly toEpochMs: number;
}

const HOUR_MS = 3_600_000;
const USUAL_RANGE_MS = 6 * HOUR_MS;
/** CloudWatch keeps no metric longer. */
const KEPT_MS = 455 * 24 * HOUR_MS;
const USUAL_WIDTH_PX = 1_200;
const WIDTH_MAX_PX = 10_000;
const OFFSET = /^[+-](?:0\d|1[0-4]):[0-5]\d$/;

export function viewerOf(context: unknown, manifest: WidgetManifest, nowEpochMs: number): Viewer {
  const { locale, theme, timezone, timeRange, width } = isRecord(context) ? context : {};
  return {
    language: languageOf(locale, manifest.language),
    theme: theme === "dark" ? "dark" : "light",
    timezone: timezoneOf(timezone, { own: manifest.timezone, nowEpochMs }),
    widthPx: isNumber(width) && width > 0 && width <= WIDTH_MAX_PX ? width : USUAL_WIDTH_PX,
    range: rangeOf(timeRange, nowEpochMs),
  };
}

function languageOf(locale: unknown, own: Language): Language {
  if (typeof locale !== "string" || locale === "") return own;
  return /^ko(?![a-z])/i.test(locale) ? "ko" : "en";
}

/** The deployment's own zone goes before an offset that is the same at present: it has a name. */
function timezoneOf(timezone: unknown, { own, nowEpochMs }: { own: string; nowEpochMs: number }): string {
  const offset = isRecord(timezone) ? timezone.offsetISO : undefined;
  if (typeof offset !== "string" || !OFFSET.test(offset)) return own;
  if (offsetAt(own, nowEpochMs) === offset) return own;
  return offset === "+00:00" || offset === "-00:00" ? "UTC" : offset;
}

/** `+09:00` */
function offsetAt(timezone: string, atEpochMs: number): string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const name = format.formatToParts(atEpochMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name === "GMT" ? "+00:00" : name.slice("GMT".length);
}

/** What was zoomed into goes before what the dashboard shows. */
function rangeOf(timeRange: unknown, nowEpochMs: number): TimeRange {
  const { zoom, ...whole } = isRecord(timeRange) ? timeRange : {};
  const usual = { fromEpochMs: nowEpochMs - USUAL_RANGE_MS, toEpochMs: nowEpochMs };
  return spanOf(zoom, nowEpochMs) ?? spanOf(whole, nowEpochMs) ?? usual;
}

function spanOf(span: unknown, nowEpochMs: number): TimeRange | undefined {
  const { start, end } = isRecord(span) ? span : {};
  if (!isNumber(start) || !isNumber(end)) return undefined;
  const toEpochMs = Math.min(end, nowEpochMs);
  return start < toEpochMs && start >= nowEpochMs - KEPT_MS ? { fromEpochMs: start, toEpochMs } : undefined;
}
