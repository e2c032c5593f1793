const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** `45 s`, `12 min`, `3.4 h`, `5.1 d`: long times as people say them. */
export function formatSpan(spanMs: number): string {
  const [unit, unitMs] = UNITS.find(([, sizeMs]) => spanMs >= 2 * sizeMs) ?? UNITS[3];
  return `${Number((Math.max(0, spanMs) / unitMs).toFixed(unit === "h" || unit === "d" ? 1 : 0))} ${unit}`;
}
