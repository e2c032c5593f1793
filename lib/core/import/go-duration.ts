/** Durations as Go programs write them (`1m30s`, `48h`, and Prometheus' `1d`) -> milliseconds. */
const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** `undefined` for what is no duration. */
export function goDurationMs(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|ms|[smhdwy])){1,6}$/.test(text)) return undefined;
  const parts = text.matchAll(/([\d.]+)([a-zµ]+)/g);
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * (MS_PER_UNIT[unit ?? ""] ?? 0), 0);
}
