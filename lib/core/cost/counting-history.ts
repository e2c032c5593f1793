/** A history that only counts what is asked of it: classic metrics, and of OTLP metrics the points that have to be read. */
import type { Check } from "../model/check.ts";
import type { HistoryQuery, MetricHistory } from "../ports.ts";
import { sumUsage, type Usage } from "./usage.ts";

export interface CountingHistory extends MetricHistory {
  /** So far, once. */
  counted(): Pick<Usage, "metricReads" | "apiRequests" | "promqlPoints">;
}

export type CountedCheck = Pick<Check, "id" | "everyMs" | "metricForm">;

/** It knows no point of any. */
export function countingHistory(checks: readonly CountedCheck[]): CountingHistory {
  const otlpEveryMs = new Map(checks.filter(({ metricForm }) => metricForm === "otlp").map(({ id, everyMs }) => [id, everyMs]));
  const readings: Partial<Usage>[] = [];
  return {
    read: async (queries) => {
      const uses = queries.map((query) => useOf(query, otlpEveryMs.get(query.metric.dimensions.Check ?? "")));
      const hasClassic = uses.some(({ metricReads }) => metricReads !== undefined);
      readings.push(...uses, { apiRequests: hasClassic ? 1 : 0 });
      return queries.map(() => ({ points: [] }));
    },
    counted: () => {
      const { metricReads, apiRequests, promqlPoints } = sumUsage(readings);
      return { metricReads, apiRequests, promqlPoints };
    },
  };
}

function useOf({ fromEpochMs, toEpochMs }: HistoryQuery, otlpEveryMs: number | undefined): Partial<Usage> {
  return otlpEveryMs === undefined ? { metricReads: 1 } : { promqlPoints: (toEpochMs - fromEpochMs) / otlpEveryMs };
}
