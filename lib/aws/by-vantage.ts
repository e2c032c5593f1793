/** Which prober to ask about which checks: each of those that run them. */
import type { Check, CheckId, Vantage } from "../core/model/check.ts";

/** A check that is not known (any more) is asked for where most are. */
export function byVantage(ids: readonly CheckId[], places: ReadonlyMap<CheckId, Check["from"]>): Map<Vantage, CheckId[]> {
  const pairs = ids.flatMap((id) => (places.get(id) ?? (["region"] as const)).map((vantage) => ({ vantage, id })));
  const grouped = Map.groupBy(pairs, ({ vantage }) => vantage);
  return new Map([...grouped].map(([vantage, same]) => [vantage, same.map(({ id }) => id)]));
}
