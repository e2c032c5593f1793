/** Moments as messages name them: to the minute, in the people's own zone, with its name. */
import type { Language } from "../model/check.ts";

/** Zones for which Intl knows no letters, though everybody who lives there does. */
const ZONE_LETTERS: Readonly<Record<string, string>> = { "Asia/Seoul": "KST", "Asia/Tokyo": "JST" };
const LOCALES = { en: "en-GB", ko: "ko-KR" } as const satisfies Record<Language, string>;
const DAYS = { weekday: "short", day: "numeric", month: "short" } as const;
const SHORT_DAYS = {
  en: { locale: "en-GB", parts: { day: "numeric", month: "short" } },
  ko: { locale: "en-US", parts: { day: "numeric", month: "numeric" } },
} as const satisfies Record<Language, Omit<FormatOptions, "timezone">>;
const HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const SECONDS = { ...HOURS, second: "2-digit" } as const;
/** Beyond it JavaScript has no dates. */
const EPOCH_MAX_MS = 8.64e15;
const formats = new Map<string, Intl.DateTimeFormat>();

export interface MomentOptions {
  /** IANA name. */
  readonly timezone: string;
  readonly language: Language;
}

/** `Sun 22 Nov 17:21 KST`, `11월 22일(일) 17:21 KST` */
export function formatMoment(atEpochMs: number, options: MomentOptions): string {
  return `${formatDay(atEpochMs, options)} ${formatTime(atEpochMs, options.timezone)}`;
}

/** `Sun 22 Nov`, `11월 22일(일)` */
export function formatDay(atEpochMs: number, { timezone, language }: MomentOptions): string {
  const day = format(atEpochMs, { timezone, locale: LOCALES[language], parts: DAYS }).replaceAll(",", "");
  return day.replace(/ \(/, "(");
}

/** Where there is little room: `21 Nov`, `11/21`. */
export function formatShortDay(atEpochMs: number, { timezone, language }: MomentOptions): string {
  return format(atEpochMs, { timezone, ...SHORT_DAYS[language] });
}

/** `17:21 KST` */
export function formatTime(atEpochMs: number, timezone: string): string {
  return `${formatHour(atEpochMs, timezone)} ${zoneLetters(atEpochMs, timezone)}`;
}

/** `17:21:04 KST` */
export function formatSecond(atEpochMs: number, timezone: string): string {
  return `${format(atEpochMs, { timezone, locale: LOCALES.en, parts: SECONDS })} ${zoneLetters(atEpochMs, timezone)}`;
}

/** `17:21` */
export function formatHour(atEpochMs: number, timezone: string): string {
  return format(atEpochMs, { timezone, locale: LOCALES.en, parts: HOURS });
}

/** `08:21 UTC`; `undefined` where the people's own clocks show the same. */
export function formatUtc(atEpochMs: number, timezone: string): string | undefined {
  return formatHour(atEpochMs, timezone) === formatHour(atEpochMs, "UTC") ? undefined : formatTime(atEpochMs, "UTC");
}

export function isSameDay(oneEpochMs: number, otherEpochMs: number, timezone: string): boolean {
  const options = { timezone, language: "en" } as const;
  return formatDay(oneEpochMs, options) === formatDay(otherEpochMs, options);
}

/** `KST`, `CET`, `EST`; else `GMT+5:45`. */
function zoneLetters(atEpochMs: number, timezone: string): string {
  const known = ZONE_LETTERS[timezone];
  if (known !== undefined) return known;
  const names = ["en-GB", "en-US"].map((locale) => zoneNameIn(locale, { atEpochMs, timezone }));
  return names.find((name) => !/\d/.test(name)) ?? names[0] ?? timezone;
}

function zoneNameIn(locale: string, { atEpochMs, timezone }: { atEpochMs: number; timezone: string }): string {
  return format(atEpochMs, { timezone, locale, parts: { ...HOURS, timeZoneName: "short" } })
    .split(" ")
    .slice(1)
    .join(" ");
}

interface FormatOptions {
  readonly timezone: string;
  readonly locale: string;
  readonly parts: Intl.DateTimeFormatOptions;
}

/** Making a format costs a thousand times more than using it. */
function format(atEpochMs: number, { timezone, locale, parts }: FormatOptions): string {
  const key = `${timezone} ${locale} ${Object.keys(parts).join()}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: timezone, ...parts });
  formats.set(key, known);
  return known.format(Math.min(EPOCH_MAX_MS, Math.max(-EPOCH_MAX_MS, Number.isNaN(atEpochMs) ? 0 : atEpochMs)));
}
