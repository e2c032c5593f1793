/** Alarms as CloudWatch has them now: the truth, whatever notifications were lost or came late. */
import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmSpec, AlarmStateValue } from "../core/model/alarm.ts";
import type { AlarmState } from "../core/model/picture.ts";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { LATE, within } from "./within.ts";

export interface AlarmStatesOptions {
  readonly client: CloudWatchClient;
  /** Time for all pages. */
  readonly budgetMs: number;
  readonly clock?: Clock;
}

const ALARMS_PER_PAGE = 100;
const PAGES_MAX = 200;
const STATES: readonly AlarmStateValue[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

/**
 * States of the planned alarms, in their order; one that CloudWatch does not know (yet) is left out.
 * Rejects when CloudWatch does not answer whole: half a picture would close incidents that are open.
 */
export async function readAlarmStates(
  specs: readonly AlarmSpec[],
  { client, budgetMs, clock = systemClock }: AlarmStatesOptions,
): Promise<AlarmState[]> {
  const byName = new Map<string, MetricAlarm>();
  const endMs = clock.monotonicMs() + budgetMs;
  for (const prefix of new Set(specs.map(({ name }) => prefixOf(name)))) {
    for await (const alarm of pagesOf(prefix, { client, clock, endMs })) byName.set(alarm.AlarmName ?? "", alarm);
  }
  return specs.flatMap((spec) => toState(spec, byName.get(spec.name)));
}

async function* pagesOf(
  AlarmNamePrefix: string,
  { client, clock, endMs }: { client: CloudWatchClient; clock: Clock; endMs: number },
): AsyncGenerator<MetricAlarm> {
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const command = new DescribeAlarmsCommand({
      AlarmNamePrefix,
      AlarmTypes: ["MetricAlarm"],
      MaxRecords: ALARMS_PER_PAGE,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const timeoutMs = Math.max(1, endMs - clock.monotonicMs());
    const answer = await within((abortSignal) => client.send(command, { abortSignal }), { timeoutMs, clock });
    if (answer === LATE) throw new Error("CloudWatch did not say in time how its alarms stand.");
    yield* answer.MetricAlarms ?? [];
    NextToken = answer.NextToken;
    if (NextToken === undefined || NextToken === "") return;
  }
  throw new Error(`CloudWatch gave more than ${PAGES_MAX} pages of alarms named ${AlarmNamePrefix}…`);
}

/** `acme: `: all alarms of a deployment begin with it. */
function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(": ") + 2);
}

function toState(alarm: AlarmSpec, found: MetricAlarm | undefined): AlarmState[] {
  const state = STATES.find((value) => value === found?.StateValue);
  if (found === undefined || state === undefined) return [];
  const since = found.StateTransitionedTimestamp ?? found.StateUpdatedTimestamp ?? new Date(0);
  return [{ alarm, state, sinceEpochMs: since.getTime(), reason: found.StateReason ?? "" }];
}
