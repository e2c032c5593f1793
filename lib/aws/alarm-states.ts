/** Alarms as CloudWatch has them now: the truth, whatever notifications were lost or came late. */
import {
  type AlarmContributor,
  type CloudWatchClient,
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { isBlindAlarm } from "../core/alarms/blind-alarm.ts";
import type { PlanOptions } from "../core/alarms/context.ts";
import { deployedAlarms } from "../core/alarms/promql-alarms.ts";
import { withoutUnseen } from "../core/alarms/unseen.ts";
import type { AlarmSpec, AlarmStateValue, PromqlAlarmSpec } from "../core/model/alarm.ts";
import type { AlarmState } from "../core/model/picture.ts";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { alarmOfContributor, isCheckSaid, promqlReason } from "./alarm-contributors.ts";
import { remedyOf } from "./api-error.ts";
import { backOffMs } from "./back-off.ts";
import { LATE, within } from "./within.ts";

export interface AlarmStatesOptions {
  readonly client: CloudWatchClient;
  /** Time for all pages. */
  readonly budgetMs: number;
  /** Those that stand for several of the planned ones. */
  readonly promql?: readonly PromqlAlarmSpec[];
  readonly clock?: Clock;
}

const ALARMS_PER_PAGE = 100;
const PAGES_MAX = 200;
/** CloudWatch answers nine of these requests a second, to an account as a whole. */
const PAGE_EVERY_MS = 125;
const ATTEMPTS_MAX = 5;
const FIRST_PAUSE_MS = 200;
const PAUSE_MAX_MS = 3_000;
const STATES: readonly AlarmStateValue[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
/** A contributor that is not in the list has been back for some time, or the list is a little old: a transition within it counts. */
const CONTRIBUTORS_LATE_MS = 120_000;
/** Of the budget: when half the world is down, some of it is better than none. */
const CONTRIBUTORS_SHARE = 0.8;
const MINUTE_MS = 60_000;

/**
 * States of the planned alarms, in their order; one that CloudWatch does not know (yet) is left out.
 * Rejects when CloudWatch does not answer whole: half a picture would close incidents that are open.
 */
export async function readAlarmStates(specs: readonly AlarmSpec[], options: AlarmStatesOptions): Promise<AlarmState[]> {
  return withFault(await readAll(specs, options));
}

/** Of all alarms that are planned for a deployment. Where nothing can be seen, nothing is said to be fine. */
export async function readDeploymentStates(
  specs: readonly AlarmSpec[],
  { config, context, ...options }: Omit<AlarmStatesOptions, "promql"> & PlanOptions,
): Promise<AlarmState[]> {
  const { promql } = deployedAlarms(specs, { config, context });
  const { states, fault } = await readAll(specs, { ...options, promql });
  // A fault of one alarm says nothing of what the others show.
  return withFault({ states: withoutUnseen(states, config), fault });
}

interface StatesRead {
  readonly states: readonly AlarmState[];
  /** The first that came up. */
  readonly fault: Fault | undefined;
}

async function readAll(
  specs: readonly AlarmSpec[],
  { client, budgetMs, promql = [], clock = systemClock }: AlarmStatesOptions,
): Promise<StatesRead> {
  const startMs = clock.monotonicMs();
  const ask: Asking = { client, clock, endMs: startMs + budgetMs, contributorsUntilMs: startMs + CONTRIBUTORS_SHARE * budgetMs };
  const byName = new Map<string, MetricAlarm>();
  for (const prefix of new Set([...specs, ...promql].map(({ name }) => prefixOf(name)))) {
    for await (const alarm of pagesOf(prefix, ask)) byName.set(alarm.AlarmName ?? "", alarm);
  }
  const ofPromql = new Map<AlarmSpec, AlarmState[]>();
  // Those on ourselves stand for no checks: there is nobody to ask for, and nothing to be late with.
  const [ofChecks, own] = [promql.filter(standsForChecks), promql.filter((alarm) => !standsForChecks(alarm))];
  const faults = own.flatMap((alarm) => faultOf(alarm, byName.get(alarm.name)) ?? []);
  for (const alarm of inTurn(ofChecks, clock.epochMs())) {
    const seen = await lookAt(alarm, byName.get(alarm.name), ask);
    if (seen?.fault !== undefined) faults.push(seen.fault);
    for (const spec of alarm.alarms) ofPromql.set(spec, seen === undefined ? [] : [stateAmong(spec, seen)]);
  }
  const states = specs.flatMap((spec) => ofPromql.get(spec) ?? toState(spec, byName.get(spec.name)));
  return { states, fault: faults[0] };
}

function standsForChecks({ alarms }: PromqlAlarmSpec): boolean {
  return alarms.some(({ check }) => check !== undefined);
}

/** Steps of this share of a circle leave no gap for long. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Every minute begins elsewhere: where the time does not suffice for all, it would else always be the same of whom nothing is known. */
function inTurn(promql: readonly PromqlAlarmSpec[], nowEpochMs: number): PromqlAlarmSpec[] {
  const minute = Math.floor(nowEpochMs / MINUTE_MS);
  const first = Math.floor(((minute * GOLDEN_RATIO) % 1) * promql.length);
  return [...promql.slice(first), ...promql.slice(0, first)];
}

interface Asking {
  readonly client: CloudWatchClient;
  readonly clock: Clock;
  readonly endMs: number;
  /** What is not asked until then stays unknown, and the rest is told. */
  readonly contributorsUntilMs: number;
}

async function* pagesOf(AlarmNamePrefix: string, ask: Asking): AsyncGenerator<MetricAlarm> {
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    if (page > 0) await ask.clock.sleep(PAGE_EVERY_MS);
    const command = new DescribeAlarmsCommand({
      AlarmNamePrefix,
      AlarmTypes: ["MetricAlarm"],
      MaxRecords: ALARMS_PER_PAGE,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const answer = await inTime((abortSignal) => ask.client.send(command, { abortSignal }), ask);
    yield* answer.MetricAlarms ?? [];
    NextToken = answer.NextToken;
    if (NextToken === undefined || NextToken === "") return;
  }
  throw new Error(`CloudWatch gave more than ${PAGES_MAX} pages of alarms named ${AlarmNamePrefix}…`);
}

/** Those in alarm; CloudWatch lists no others. */
async function contributorsOf(AlarmName: string, ask: Asking): Promise<AlarmContributor[]> {
  const found: AlarmContributor[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    await ask.clock.sleep(PAGE_EVERY_MS);
    const command = new DescribeAlarmContributorsCommand({ AlarmName, ...(NextToken === undefined ? {} : { NextToken }) });
    const answer = await inTime((abortSignal) => ask.client.send(command, { abortSignal }), ask);
    found.push(...(answer.AlarmContributors ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined || NextToken === "") return found;
  }
  throw new Error(`CloudWatch gave more than ${PAGES_MAX} pages of contributors of ${AlarmName}.`);
}

/** Asks again while that may help and time remains: the account shares nine requests a second with whatever else looks at alarms. */
async function inTime<Answer>(send: (signal: AbortSignal) => Promise<Answer>, { clock, endMs }: Asking): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await within(send, { timeoutMs: Math.max(1, endMs - clock.monotonicMs()), clock });
      if (answer === LATE) throw new Error("CloudWatch did not say in time how its alarms stand.");
      return answer;
    } catch (error) {
      const pauseMs = backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random: Math.random });
      if (remedyOf(error) !== "later" || attempt === ATTEMPTS_MAX || clock.monotonicMs() + pauseMs >= endMs) throw error;
      await clock.sleep(pauseMs);
    }
  }
}

/** `acme: `: all alarms of a deployment begin with it. */
function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(": ") + 2);
}

function toState(alarm: AlarmSpec, found: MetricAlarm | undefined): AlarmState[] {
  const state = stateOf(found);
  if (found === undefined || state === undefined) return [];
  return [{ alarm, state, sinceEpochMs: sinceOf(found), reason: found.StateReason ?? "" }];
}

function stateOf(found: MetricAlarm | undefined): AlarmStateValue | undefined {
  return STATES.find((value) => value === found?.StateValue);
}

function sinceOf({ StateTransitionedTimestamp, StateUpdatedTimestamp }: MetricAlarm): number {
  return (StateTransitionedTimestamp ?? StateUpdatedTimestamp ?? new Date(0)).getTime();
}

/** A PromQL alarm as CloudWatch has it. */
interface Seen {
  readonly inAlarm: ReadonlyMap<AlarmSpec, AlarmContributor>;
  /** Of the alarm itself. */
  readonly sinceEpochMs: number;
  /** Of those that are not in alarm. */
  readonly fineSinceEpochMs: number;
  readonly fault?: Fault;
}

/** Why that a check is not among the contributors says nothing. */
type Fault = Pick<AlarmState, "sinceEpochMs" | "reason">;

/** Nothing where CloudWatch does not know it yet. */
async function lookAt(promql: PromqlAlarmSpec, found: MetricAlarm | undefined, ask: Asking): Promise<Seen | undefined> {
  if (found === undefined) return undefined;
  const isInAlarm = stateOf(found) === "ALARM";
  const isLate = isInAlarm && ask.clock.monotonicMs() >= ask.contributorsUntilMs;
  const contributors = isInAlarm && !isLate ? await contributorsOf(promql.name, ask) : [];
  const inAlarm = new Map(
    contributors.flatMap((contributor) => {
      const alarm = alarmOfContributor(promql, contributor.ContributorAttributes ?? {});
      return alarm === undefined ? [] : [[alarm, contributor] as const];
    }),
  );
  const sinceEpochMs = sinceOf(found);
  const fault = isLate
    ? { sinceEpochMs, reason: `There was no time to ask which checks "${promql.name}" is about.` }
    : faultOf(promql, found, contributors);
  return {
    inAlarm,
    sinceEpochMs,
    fineSinceEpochMs: isInAlarm ? ask.clock.epochMs() - CONTRIBUTORS_LATE_MS : sinceEpochMs,
    ...(fault !== undefined && { fault }),
  };
}

function faultOf(
  promql: PromqlAlarmSpec,
  found: MetricAlarm | undefined,
  contributors: readonly AlarmContributor[] = [],
): Fault | undefined {
  if (found === undefined) return undefined;
  const { EvaluationState: state } = found;
  if (state === "EVALUATION_ERROR" || state === "EVALUATION_FAILURE") {
    const sinceEpochMs = (found.StateUpdatedTimestamp ?? new Date(0)).getTime();
    return { sinceEpochMs, reason: `CloudWatch cannot evaluate "${promql.name}": ${state}.` };
  }
  if (contributors.every(({ ContributorAttributes = {} }) => isCheckSaid(promql, ContributorAttributes))) return undefined;
  return { sinceEpochMs: sinceOf(found), reason: `CloudWatch does not say which checks "${promql.name}" is about.` };
}

function stateAmong(alarm: AlarmSpec, { inAlarm, sinceEpochMs, fineSinceEpochMs, fault }: Seen): AlarmState {
  const contributor = inAlarm.get(alarm);
  if (contributor === undefined) {
    return { alarm, state: fault === undefined ? "OK" : "INSUFFICIENT_DATA", sinceEpochMs: fineSinceEpochMs, reason: "" };
  }
  const { StateReason, StateTransitionedTimestamp } = contributor;
  const ownSinceEpochMs = StateTransitionedTimestamp?.getTime() ?? sinceEpochMs;
  return { alarm, state: "ALARM", sinceEpochMs: ownSinceEpochMs, reason: StateReason || promqlReason(alarm) };
}

/** Where checks of PromQL alarms cannot be told from one another, we are as blind as without data, and so are the alarms that should tell of it. */
function withFault({ states, fault }: StatesRead): AlarmState[] {
  if (fault === undefined) return [...states];
  return states.map((state) =>
    isBlindAlarm(state.alarm) && state.state !== "ALARM" ? { ...state, ...fault, state: "ALARM" } : state,
  );
}
