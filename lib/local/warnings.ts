/** What stands open of a check besides being down: warnings, with the numbers that are known here. */
import { formatSpan } from "../core/messages/local-time.ts";
import { formatNumber } from "../core/messages/number-text.ts";
import { METRIC_NAMESPACE, seriesDimensions } from "../core/metrics/catalogue.ts";
import type { Check, LeakWatch } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { AlarmEntry, Warning } from "../core/render/view.ts";
import type { Store } from "./store.ts";

export interface WarningOptions {
  readonly deployment: string;
  readonly store: Store;
  readonly latest?: Outcome | undefined;
}

/** Of each alarm of a check the last must be among them: there are at most five. */
const TRANSITIONS_READ = 50;
const MINUTE_MS = 60_000;
/** A dump is taken with the first suspicion; the alarm waits for the second. */
const DUMP_BEFORE_ALARM_MS = 10 * MINUTE_MS;
const DUMP_SENTENCES_SHOWN = 2;

/** `undefined` if nothing but perhaps `down` is open. */
export function openWarning(check: Check, options: WarningOptions): Warning | undefined {
  const prefix = `${options.deployment}: ${check.id} `;
  const open = openAlarms(options.store.transitions(check.id, TRANSITIONS_READ)).filter(
    ({ alarm }) => alarm !== `${prefix}is down`,
  );
  const [oldest] = open;
  if (oldest === undefined) return undefined;
  const sinceEpochMs = oldest.atEpochMs;
  return {
    states: open.map(({ alarm }) => alarm.replace(prefix, "")),
    sinceEpochMs,
    evidence: check.leak === undefined ? [oldest.reason] : leakEvidence(check, { ...options, leak: check.leak, sinceEpochMs }),
  };
}

/** Oldest first. */
function openAlarms(newestFirst: readonly AlarmEntry[]): AlarmEntry[] {
  const lastOfEach = [...Map.groupBy(newestFirst, ({ alarm }) => alarm).values()].flatMap(([last]) => last ?? []);
  return lastOfEach.filter(({ to }) => to === "ALARM").toReversed();
}

interface LeakOptions extends WarningOptions {
  readonly leak: LeakWatch;
  readonly sinceEpochMs: number;
}

/** How far it has come, how long it has left, and what it consists of. */
function leakEvidence(check: Check, { deployment, store, latest, leak, sinceEpochMs }: LeakOptions): string[] {
  const dimensions = seriesDimensions(deployment, check.id, { location: "", series: leak.series });
  const metric = {
    namespace: METRIC_NAMESPACE,
    name: "MinutesUntilLimit",
    dimensions,
    statistic: "Minimum",
    periodMs: 1,
  } as const;
  const level = latest?.facts[leak.series];
  const left = store.samples(metric, sinceEpochMs - DUMP_BEFORE_ALARM_MS).at(-1);
  const [dump] = store.threadEvidence(check.id, 1);
  const isOfThisLeak = dump !== undefined && dump.atEpochMs >= sinceEpochMs - DUMP_BEFORE_ALARM_MS;
  return [
    ...(typeof level === "number" ? [`${leak.series} are at ${formatNumber(level)} and rising`] : []),
    ...(left === undefined || leak.limit === undefined
      ? []
      : [
          `at the present rate they reach their limit of ${formatNumber(leak.limit)} in about ${formatSpan(left.value * MINUTE_MS)}`,
        ]),
    ...(isOfThisLeak && "sentences" in dump.finding ? dump.finding.sentences.slice(0, DUMP_SENTENCES_SHOWN) : []),
  ];
}
