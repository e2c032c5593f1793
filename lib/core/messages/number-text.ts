/** Counts as people read them: `2,000`. The same in all languages, and short whatever the number. */
const FORMAT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
/** Longer ones nobody reads. */
const READABLE_MAX = 1e12;

export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "?";
  return Math.abs(value) < READABLE_MAX ? FORMAT.format(value) : value.toExponential(1);
}
