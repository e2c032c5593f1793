/** Which way numbers go and are read again: those of checks whose metrics are OTLP go one way, all others the classic one. */
import type { Check, CheckId } from "../model/check.ts";
import type { Sample } from "../model/metric.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory, MetricSink, Receipt } from "../ports.ts";

export type OtlpChecks = ReadonlySet<CheckId>;

export function otlpChecks(checks: readonly Pick<Check, "id" | "metricForm">[]): OtlpChecks {
  return new Set(checks.filter(({ metricForm }) => metricForm === "otlp").map(({ id }) => id));
}

export interface Routes<Port> {
  readonly classic: Port;
  /** Opened only when there is something for it. */
  readonly otlp: () => Promise<Port>;
  readonly otlpChecks: OtlpChecks;
}

export function routedSink({ classic, otlp, otlpChecks: checks }: Routes<MetricSink>): MetricSink {
  return {
    publish: async (samples) => {
      const byWay = Map.groupBy(samples, ({ dimensions }) => isOtlp(dimensions, checks));
      const [toOtlp, toClassic] = [byWay.get(true) ?? [], byWay.get(false) ?? []];
      const receipts = await Promise.all([
        classic.publish(toClassic),
        ...(toOtlp.length === 0 ? [] : [otlp().then((sink) => sink.publish(toOtlp))]),
      ]);
      return merge(receipts);
    },
  };
}

export function routedHistory({ classic, otlp, otlpChecks: checks }: Routes<MetricHistory>): MetricHistory {
  return {
    read: async (queries) => {
      const byWay = Map.groupBy(queries, ({ metric }) => isOtlp(metric.dimensions, checks));
      const [ofOtlp, ofClassic] = [byWay.get(true) ?? [], byWay.get(false) ?? []];
      const [found, others] = await Promise.all([
        ofOtlp.length === 0 ? [] : otlp().then((history) => history.read(ofOtlp)),
        ofClassic.length === 0 ? [] : classic.read(ofClassic),
      ]);
      const answers = new Map<HistoryQuery, HistoryAnswer | undefined>([
        ...ofOtlp.map((query, at) => [query, found[at]] as const),
        ...ofClassic.map((query, at) => [query, others[at]] as const),
      ]);
      return queries.map((query) => answers.get(query) ?? { unavailable: "was not answered" });
    },
  };
}

function isOtlp({ Check: check }: Sample["dimensions"], checks: OtlpChecks): boolean {
  return check !== undefined && checks.has(check);
}

function merge(receipts: readonly Receipt[]): Receipt {
  const reasons = receipts.flatMap(({ reason = [] }) => reason);
  return {
    delivered: receipts.reduce((sum, { delivered }) => sum + delivered, 0),
    undelivered: receipts.flatMap(({ undelivered }) => undelivered),
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}
