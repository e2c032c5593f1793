/** Many series read in parallel parts: whoever looks at a dashboard waits for the slowest part, not for their sum. */
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";

const QUERIES_A_PART = 250;

/** One answer a query, in their order. Never rejects. */
export async function readAtOnce(history: MetricHistory, queries: readonly HistoryQuery[]): Promise<HistoryAnswer[]> {
  const parts = partsOf(queries);
  const answers = await Promise.all(parts.map((part) => history.read(part)));
  const answerTo = new Map(parts.flatMap((part, at) => part.map((query, index) => [query, answers[at]?.[index]] as const)));
  return queries.map((query) => answerTo.get(query) ?? { unavailable: "was not answered" });
}

/** One call has one span of time. */
function partsOf(queries: readonly HistoryQuery[]): HistoryQuery[][] {
  const bySpan = Map.groupBy(queries, ({ fromEpochMs, toEpochMs }) => `${fromEpochMs} ${toEpochMs}`);
  return [...bySpan.values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / QUERIES_A_PART) }, (_, index) =>
      same.slice(index * QUERIES_A_PART, (index + 1) * QUERIES_A_PART),
    ),
  );
}
