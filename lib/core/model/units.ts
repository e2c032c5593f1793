/**
 * Quantities as people write them: `250ms`, `10s`, `5m`, `1h`, `14d`; `64KB`, `1MB`.
 * A quantity without its unit is refused everywhere, so that nothing has to be guessed.
 */
const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES_PER_UNIT = { B: 1, KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 } as const;

/** Milliseconds of `10s`; `undefined` if the text is not a duration with its unit. */
export function parseDurationMs(text: string): number | undefined {
  return parseQuantity(text, MS_PER_UNIT);
}

/** Bytes of `64KB` (1 KB = 1,024 bytes); `undefined` if the text is not a size with its unit. */
export function parseBytes(text: string): number | undefined {
  return parseQuantity(text, BYTES_PER_UNIT);
}

/** `90000` -> `90s`; the largest unit that needs no fraction. */
export function formatDuration(durationMs: number): string {
  return formatQuantity(durationMs, MS_PER_UNIT);
}

/** `65536` -> `64KB`; the largest unit that needs no fraction. */
export function formatBytes(sizeBytes: number): string {
  return formatQuantity(sizeBytes, BYTES_PER_UNIT);
}

/** `1234.5` -> `1.2 s`, `87.31` -> `87 ms`: a measured time as people read it. */
export function formatMeasuredMs(measuredMs: number): string {
  if (measuredMs < 10) return `${Number(measuredMs.toFixed(1))} ms`;
  if (measuredMs < 1_000) return `${Math.round(measuredMs)} ms`;
  return `${Number((measuredMs / 1_000).toFixed(1))} s`;
}

const AGE_UNITS = [
  ["d", 86_400_000, 1],
  ["h", 3_600_000, 1],
  ["min", 60_000, 0],
] as const;

/** `45 s`, `12 min`, `3.4 h`, `5.1 d`: how old something is, in one unit. */
export function formatAge(ageMs: number): string {
  const [unit, unitMs, decimals] = AGE_UNITS.find(([, sizeMs]) => ageMs >= 2 * sizeMs) ?? [];
  return unit === undefined ? formatMeasuredMs(Math.max(0, ageMs)) : `${Number((ageMs / unitMs).toFixed(decimals))} ${unit}`;
}

function parseQuantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([A-Za-z]+)$/.exec(text);
  const factor = match?.[2] === undefined ? undefined : units[match[2]];
  if (match?.[1] === undefined || factor === undefined) return undefined;
  const value = Number(match[1]) * factor;
  return Number.isSafeInteger(value) ? value : undefined;
}

function formatQuantity(value: number, units: Readonly<Record<string, number>>): string {
  const largestFirst = Object.entries(units).reverse();
  const [unit, factor] = largestFirst.find(([, size]) => value !== 0 && value % size === 0) ?? largestFirst.at(-1) ?? ["", 1];
  return `${value / factor}${unit}`;
}
