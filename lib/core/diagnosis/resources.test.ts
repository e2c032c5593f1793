import { describe } from "vitest";
import { aCase, another, aRun, aSeries, HOST, noTrend, suspected } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { SeriesEvidence } from "./case-file.ts";
import { resourceRules } from "./resources.ts";
import { METRICS, type Meaning } from "./series.ts";

type Numbers = Partial<Record<Meaning, number | readonly number[]>>;

/** A page with these numbers: the newest value, or all of them. */
function page(numbers: Numbers, ...others: readonly SeriesEvidence[]) {
  const series = (Object.entries(numbers) as [Meaning, number | readonly number[]][]).map(([meaning, values]) =>
    aSeries(meaning, { metric: METRICS[meaning][0], values: typeof values === "number" ? [values] : values }),
  );
  return { kind: "metrics", series: [...series, ...others] };
}

const app = (numbers: Numbers, ...others: readonly SeriesEvidence[]) => aCase({ check: page(numbers, ...others) });
const openFiles = (level: number) =>
  aSeries("files", { metric: "process_open_fds", leak: suspected({ level }), values: [level] });
const slow = (numbers: Numbers) => aCase({ check: { ...page(numbers), outcomes: [aRun({ status: "slow" })] } });

describe("what runs out", () => {
  describeCauses(
    resourceRules,
    [
      {
        ...{ cause: "descriptor-leak", confidence: "likely", when: "open files rise and are near their limit" },
        file: app({ maxFiles: 1_024 }, openFiles(900)),
        evidence: ["files rises by 40 an hour, now 900", "900 of 1,024 files are in use"],
      },
      {
        cause: "descriptor-leak",
        confidence: "possible",
        when: "they rise far from their limit",
        file: app({ maxFiles: 65_536 }, openFiles(900)),
      },
      {
        cause: "descriptor-leak",
        confidence: "possible",
        when: "they are near their limit and do not rise",
        file: app({ openFiles: 900, maxFiles: 1_024 }),
      },
      {
        ...{ cause: "steady-rise", confidence: "likely", when: "a number that only the owner knows rises" },
        file: app({}, aSeries("orders", { metric: "acme_orders_open", leak: suspected() })),
        evidence: ["orders rises by 40 an hour, now 900"],
      },
      {
        ...{ cause: "connection-pool-exhausted", confidence: "likely", when: "all are lent out and somebody waits" },
        file: app({ connectionsActive: 50, connectionsMax: 50, connectionsPending: 7 }),
        evidence: ["50 of 50 database connections are in use", "7 wait for database connections"],
      },
      {
        ...{ cause: "connection-pool-exhausted", confidence: "likely", when: "somebody waited in vain" },
        file: app({ connectionsActive: 48, connectionsMax: 50, connectionTimeouts: [3, 3, 15] }),
        evidence: ["12 waited in vain for database connections"],
      },
      {
        ...{ cause: "workers-busy", confidence: "likely", when: "all are busy and the processor is not" },
        file: app({ workersBusy: 200, workersMax: 200, cpu: 0.08 }),
        evidence: ["200 of 200 request threads are in use", "the processor is busy 8 % of the time"],
      },
      {
        cause: "workers-busy",
        confidence: "possible",
        when: "the processor's load is not known",
        file: app({ workersBusy: 200, workersMax: 200 }),
      },
      {
        ...{ cause: "heap-pressure", confidence: "likely", when: "collecting takes long and frees little" },
        file: app({ gcOverhead: 0.35, liveData: 950, maxData: 1_000 }),
        evidence: ["garbage collection takes 35 % of the time"],
      },
      {
        ...{ cause: "heap-pressure", confidence: "likely", when: "pauses take more than a tenth of the time" },
        file: app({ gcPauseSeconds: [100, 160, 220], liveData: 950, maxData: 1_000 }),
        evidence: ["garbage collection takes 20 % of the time"],
      },
      {
        ...{ cause: "cpu-saturated", confidence: "likely", when: "it is full, something is slow, and it is not the collector" },
        file: slow({ cpu: 0.97, gcOverhead: 0.02 }),
        evidence: ["the processor is busy 97 % of the time"],
      },
      {
        ...{ cause: "cpu-saturated", confidence: "likely", when: "a service on the same host is slow" },
        file: aCase({ check: page({ cpu: 0.97 }), others: [another("acme/web", { host: HOST, status: "slow" })] }),
      },
      {
        ...{ cause: "event-loop-blocked", confidence: "likely", when: "it is late by more than 200 ms" },
        file: app({ eventLoopLagSeconds: 0.45 }),
        evidence: ["its event loop is late by 450 ms (99th percentile)"],
      },
    ],
    [
      {
        ...{ cause: "connection-pool-exhausted", when: "some waited in vain, but hours ago" },
        because: "2 of 50 database connections are in use",
        file: app({ connectionsActive: 2, connectionsMax: 50, connectionTimeouts: [3, ...Array.from({ length: 30 }, () => 15)] }),
      },
      {
        ...{ cause: "descriptor-leak", when: "many are free", because: "300 of 1,024 files are in use" },
        file: app({ openFiles: 300, maxFiles: 1_024 }),
      },
      {
        ...{
          cause: "steady-rise",
          when: "it does not rise",
          because: "orders does not rise beyond chance (p = 0.4, needed below 0.01)",
        },
        file: app({}, aSeries("orders", { leak: noTrend })),
      },
      {
        cause: "steady-rise",
        when: "it is threads that rise",
        file: app({}, aSeries("threads", { metric: "jvm_threads_live_threads", leak: suspected() })),
      },
      {
        ...{
          cause: "connection-pool-exhausted",
          when: "all are lent out and nobody waits",
          because: "50 of 50 database connections are in use",
        },
        file: app({ connectionsActive: 50, connectionsMax: 50, connectionsPending: 0 }),
      },
      {
        ...{ cause: "workers-busy", when: "some are free", because: "150 of 200 request threads are in use" },
        file: app({ workersBusy: 150, workersMax: 200, cpu: 0.08 }),
      },
      {
        ...{ cause: "workers-busy", when: "the processor is busy too", because: "the processor is busy 95 % of the time" },
        file: app({ workersBusy: 200, workersMax: 200, cpu: 0.95 }),
      },
      {
        ...{ cause: "heap-pressure", when: "much is free after a collection" },
        because: "400 of 1,000 bytes of heap, after collection, are in use",
        file: app({ gcOverhead: 0.35, liveData: 400, maxData: 1_000 }),
      },
      {
        ...{ cause: "heap-pressure", when: "collecting takes little time", because: "garbage collection takes 5 % of the time" },
        file: app({ gcOverhead: 0.05, liveData: 950, maxData: 1_000 }),
      },
      {
        cause: "cpu-saturated",
        when: "it is not full",
        because: "the processor is busy 70 % of the time",
        file: slow({ cpu: 0.7 }),
      },
      {
        cause: "cpu-saturated",
        when: "it is the collector",
        because: "garbage collection takes 35 % of the time",
        file: slow({ cpu: 0.97, gcOverhead: 0.35 }),
      },
      { cause: "cpu-saturated", when: "nothing is slow", file: app({ cpu: 0.97 }) },
      {
        cause: "event-loop-blocked",
        when: "it is late by 20 ms",
        because: "its event loop is late by 20 ms (99th percentile)",
        file: app({ eventLoopLagSeconds: 0.02 }),
      },
    ],
  );
});
