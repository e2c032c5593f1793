/** The evidence of this computer: what the history holds, as an investigation asks for it. */
import type { EvidenceSource, OutcomeQuery } from "../core/ports.ts";
import { createStoreHistory } from "./history.ts";
import type { Store } from "./store.ts";

/** As many runs of one check as an investigation can use; of many checks only how they are now is of interest. */
const OUTCOMES_MAX = 500;
const OUTCOMES_EACH_MAX = 3;

export function createStoreEvidence(store: Store): EvidenceSource {
  return {
    outcomes: async (query) => query.checks.flatMap((check) => outcomesOf(check, { store, query })),
    history: createStoreHistory(store),
    threads: async (check, fromEpochMs) => {
      const [latest] = store.threadEvidence(check, 1);
      return latest !== undefined && latest.atEpochMs >= fromEpochMs ? latest : undefined;
    },
  };
}

function outcomesOf(check: string, { store, query }: { store: Store; query: OutcomeQuery }) {
  const limit = query.checks.length > 1 ? OUTCOMES_EACH_MAX : OUTCOMES_MAX;
  const runs = store.outcomes({ check, sinceEpochMs: query.fromEpochMs }, limit);
  return runs.flatMap(({ outcome, dueEpochMs }) => {
    const isGood = outcome.status === "up" || outcome.status === "slow";
    return dueEpochMs < query.toEpochMs && (query.of === "all" || isGood) ? [outcome] : [];
  });
}
