import type { Check } from "../model/check.ts";
import type { MetricsTarget } from "../probes/metrics/target.ts";

/** Where the check's JVM shows its threads; `undefined` where it says nothing. */
export function threadDumpUrl({ kind, target }: Check): string | undefined {
  return kind === "metrics" ? (target as MetricsTarget).threadDump : undefined;
}
