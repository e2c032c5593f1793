/** CloudWatch's alarm rules on this computer: every outcome may move the alarms of its check. */
import { evaluateAlarm, evaluationRange } from "../core/alarms/evaluate.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import type { Check } from "../core/model/check.ts";
import type { AlarmTransition } from "../core/ports.ts";
import { buildDatapoints, datapointsSinceEpochMs } from "./datapoints.ts";
import type { Store } from "./store.ts";

export interface AlarmLoopOptions {
  readonly deployment: string;
  readonly checks: readonly Check[];
  /** Only those of single checks are looked at: the others watch what exists on AWS alone. */
  readonly alarms: readonly AlarmSpec[];
  readonly store: Store;
  /** After an alarm has changed its state; what people are told of it is the responder's matter. */
  readonly onMove: (transition: AlarmTransition, check: Check) => void;
}

/** More runs than this in one evaluation range would be a check that runs far more often than its alarm's period. */
const OUTCOMES_MAX = 1_000;

export class AlarmLoop {
  readonly #options: AlarmLoopOptions;
  readonly #alarmsOfCheck: ReadonlyMap<string | undefined, AlarmSpec[]>;
  readonly #checks: ReadonlyMap<string, Check>;

  constructor(options: AlarmLoopOptions) {
    this.#options = options;
    this.#alarmsOfCheck = Map.groupBy(options.alarms, (alarm) => alarm.check);
    this.#checks = new Map(options.checks.map((check) => [check.id, check]));
  }

  /** Evaluates the alarms of a check, after an outcome of it was stored. */
  evaluate(checkId: string, nowEpochMs: number): void {
    const check = this.#checks.get(checkId);
    if (check === undefined) return;
    for (const alarm of this.#alarmsOfCheck.get(checkId) ?? []) this.#evaluateAlarm(alarm, { check, nowEpochMs });
  }

  /** Evaluates the alarms that silence can move; the others wait for the next outcome. */
  evaluateSilent(nowEpochMs: number): void {
    for (const alarm of this.#options.alarms) {
      const check = this.#checks.get(alarm.check ?? "");
      if (check !== undefined && alarm.missingData !== "ignore") this.#evaluateAlarm(alarm, { check, nowEpochMs });
    }
  }

  #evaluateAlarm(alarm: AlarmSpec, { check, nowEpochMs }: { check: Check; nowEpochMs: number }): void {
    const { store, onMove } = this.#options;
    const previous = store.alarmState(alarm.name);
    const { state, reason } = evaluateAlarm({
      datapoints: this.#datapoints(alarm, { check, nowEpochMs }),
      spec: alarm,
      previous,
    });
    if (state === previous) return;
    const transition = { alarm, from: previous, to: state, atEpochMs: nowEpochMs, reason };
    store.recordTransition(transition);
    onMove(transition, check);
  }

  #datapoints(alarm: AlarmSpec, { check, nowEpochMs }: { check: Check; nowEpochMs: number }): (number | undefined)[] {
    const { deployment, store } = this.#options;
    const range = { metric: alarm.metric, nowEpochMs, periods: evaluationRange(alarm) };
    const outcomes = store.outcomes({ check: check.id, sinceEpochMs: datapointsSinceEpochMs(range) }, OUTCOMES_MAX);
    const findings = store.samples(alarm.metric, datapointsSinceEpochMs(range));
    return buildDatapoints(outcomes, { ...range, findings, sampling: { deployment, everyMs: check.everyMs, slow: check.slow } });
  }
}
