/** What most checks say alike moves to `defaults`, as a person would write it. */
import type { Written } from "./foreign.ts";

/** What holds where nothing is written, for the checks that left a key out. */
const BUILT_IN: Readonly<Record<string, unknown>> = {
  every: "1m",
  timeout: "10s",
  alarm: { after: "2 of 3" },
  notify: [],
};

export interface Shared {
  readonly defaults: Written;
  /** In the order in which they came. */
  readonly checks: readonly Written[];
}

export function shareDefaults(checks: readonly Written[]): Shared {
  const defaults = Object.fromEntries(
    Object.keys(BUILT_IN).flatMap((key) => {
      const common = commonValue(checks.map((check) => check[key]));
      return common === undefined ? [] : [[key, common]];
    }),
  );
  return { defaults, checks: checks.map((check) => withoutShared(check, defaults)) };
}

/** What more than half of the checks write; `undefined` where there is no such thing. */
function commonValue(values: readonly unknown[]): unknown {
  const groups = Map.groupBy(values, (value) => JSON.stringify(value));
  const [largest] = [...groups.values()].toSorted((a, b) => b.length - a.length);
  return largest !== undefined && largest.length > 1 && largest.length * 2 > values.length ? largest[0] : undefined;
}

function withoutShared(check: Written, defaults: Written): Written {
  const own = Object.entries(check).filter(([key, value]) => !(key in defaults) || !isSame(value, defaults[key]));
  const missing = Object.keys(defaults).filter((key) => !(key in check));
  return { ...Object.fromEntries(own), ...Object.fromEntries(missing.map((key) => [key, BUILT_IN[key]])) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
