/** The metric history of this computer: what the store holds, as CloudWatch would give it. */
import type { MetricHistory } from "../core/ports.ts";
import type { Store } from "./store.ts";

export function createStoreHistory(store: Store): MetricHistory {
  return {
    read: async (queries) => queries.map(({ metric, ...span }) => ({ points: store.bins(metric, span) })),
  };
}
