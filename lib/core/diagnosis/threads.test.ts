import { describe } from "vitest";
import { aCase, aSeries, noTrend, suspected } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { ThreadSummary } from "../thread-dump/thread-summary.ts";
import type { LeakVerdict } from "../trends/leak-verdict.ts";
import type { SeriesEvidence } from "./case-file.ts";
import { threadRules } from "./threads.ts";

const live = (leak: LeakVerdict, level = 900) =>
  aSeries("threads", { metric: "jvm_threads_live_threads", leak, values: [level - 10, level] });
/** Rises by so many over two hours. */
const started = (by: number) =>
  aSeries("started", {
    metric: "jvm_threads_started_threads_total",
    values: Array.from({ length: 25 }, (_, at) => 5_000 + (by * at) / 24),
  });
/** 50,000 in the two hours before the last two. */
const startedLongAgo = aSeries("started", {
  metric: "jvm_threads_started_threads_total",
  values: Array.from({ length: 49 }, (_, at) => 5_000 + 2_000 * Math.min(at, 24)),
});
const jvm = (series: readonly SeriesEvidence[], threads?: ThreadSummary) =>
  aCase({ check: { kind: "metrics", series, ...(threads !== undefined && { threads }) } });

const summary: ThreadSummary = { threads: 900, groups: [], frames: [], convoys: [], deadlock: [], sentences: [] };
const pile = (added: number): ThreadSummary => ({
  ...summary,
  groups: [
    {
      ...{ name: "pool-#-thread-1", state: "WAITING", frame: "com.acme.sms.SmsStatusJob.awaitReply" },
      ...{ count: 812, pools: 812, distinctNames: 812, added },
    },
  ],
});
const blocked = (count: number) =>
  aSeries("blocked", { metric: "jvm_threads_states_threads", labels: { state: "blocked" }, values: [count] });
const deadlocked = (count: number) => aSeries("deadlocked", { metric: "jvm_threads_deadlocked", values: [count] });
const effect = { verdict: "no-trend", points: 24, failed: { rule: "effect", rise: 8, riseNeeded: 90 } } as const;

describe("threads of a JVM", () => {
  describeCauses(
    threadRules,
    [
      {
        ...{ cause: "thread-leak", confidence: "confirmed", when: "a dump shows which group grew" },
        file: jvm([live(suspected()), started(90)], pile(310)),
        evidence: [
          "threads rises by 40 an hour, now 900",
          "limit of 1,050 in 3 to 5 h at this rate",
          "812 of 900 are `pool-#-thread-1`, started by `SmsStatusJob`, 310 more than in the dump before",
          "45 threads are started an hour",
        ],
      },
      {
        cause: "thread-leak",
        confidence: "likely",
        when: "as many are started as there are more",
        file: jvm([live(suspected()), started(90)]),
      },
      {
        cause: "thread-leak",
        confidence: "likely",
        when: "a dump shows no growth",
        file: jvm([live(suspected()), started(90)], pile(0)),
      },
      {
        cause: "thread-leak",
        confidence: "possible",
        when: "nobody counts how many are started",
        file: jvm([live(suspected())]),
      },
      {
        ...{ cause: "thread-churn", confidence: "likely", when: "many are started and the number stays" },
        file: jvm([live(noTrend, 60), started(20_000)]),
        evidence: ["10,000 threads are started an hour"],
      },
      {
        ...{ cause: "lock-convoy", confidence: "likely", when: "more than a fifth of them is blocked" },
        file: jvm([live(noTrend, 100), blocked(30)], {
          ...summary,
          convoys: [{ owner: "exec-7", frame: "com.acme.Cache.load", waiters: 29 }],
        }),
        evidence: ["30 of 100 threads are blocked", "29 wait for exec-7, which is in com.acme.Cache.load"],
      },
      { cause: "deadlock", confidence: "confirmed", when: "the JVM counts some", file: jvm([deadlocked(2)]) },
      {
        ...{ cause: "deadlock", confidence: "confirmed", when: "a dump shows a circle" },
        file: jvm([], { ...summary, deadlock: ["a", "b"] }),
        evidence: ["2 threads are deadlocked: a, b"],
      },
    ],
    [
      {
        ...{ cause: "thread-leak", when: "the rise is within chance" },
        ...{
          because: "threads does not rise beyond chance (p = 0.4, needed below 0.01)",
          file: jvm([live(noTrend), started(90)]),
        },
      },
      {
        ...{ cause: "thread-leak", when: "the rise is small", because: "threads rises by 8 only; 90 would be telling" },
        file: jvm([live(effect), started(90)]),
      },
      {
        ...{ cause: "thread-leak", when: "hardly any are started", because: "5 threads are started an hour" },
        file: jvm([live(suspected()), started(10)]),
      },
      {
        ...{ cause: "thread-leak", when: "it is another number that rises" },
        file: jvm([aSeries("threads", { metric: "acme_orders_open", leak: suspected() })]),
      },
      {
        cause: "thread-churn",
        when: "few are started",
        because: "50 threads are started an hour",
        file: jvm([live(noTrend, 60), started(100)]),
      },
      {
        cause: "thread-churn",
        when: "many were started, but hours ago",
        because: "0 threads are started an hour",
        file: jvm([live(noTrend, 60), startedLongAgo]),
      },
      {
        cause: "thread-churn",
        when: "the number rises",
        because: "threads rises by 40 an hour, now 900",
        file: jvm([live(suspected()), started(20_000)]),
      },
      {
        cause: "lock-convoy",
        when: "a tenth of them is blocked",
        because: "10 of 100 threads are blocked",
        file: jvm([live(noTrend, 100), blocked(10)]),
      },
      { cause: "deadlock", when: "there is none", because: "0 threads are deadlocked", file: jvm([deadlocked(0)]) },
    ],
  );
});
