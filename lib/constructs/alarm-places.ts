/**
 * Which stack holds the alarms of a check. Up to 300 stand in the stack of Bongsu itself; more need stacks of their own, since
 * CloudFormation takes 500 resources and 1 MB a stack.
 *
 * An alarm must stay in its stack: CloudFormation creates before it deletes and looks at one stack only, so that an alarm on its way
 * to another would meet its own name and stop the deployment. Checks therefore choose among numbered stacks by rendezvous hashing:
 * whether others come or go plays no part, and one stack more takes its share from all while nothing else moves. It is deployed last,
 * when the others have let go of what is to be its own. One stack less has no such order, so the number never falls by itself once
 * it is written down.
 */
import type { AlarmContext } from "../core/alarms/context.ts";
import { planCheckAlarms } from "../core/alarms/plan.ts";
import { deployedAlarms } from "../core/alarms/promql-alarms.ts";
import type { AlarmSpec, DeployedAlarm, PromqlAlarmSpec } from "../core/model/alarm.ts";
import type { Check, Config } from "../core/model/check.ts";
import { stableHash } from "../core/model/hash.ts";

/** Of a stack: CloudFormation's limits are 500 resources and 1,000,000 bytes. */
const CHECKS_MAX = 300;
const RESOURCES_MAX = 450;
const TEMPLATE_MAX_BYTES = 900_000;
/** Beside probers, topics and whatever else is in the stack of Bongsu. */
const RESOURCES_BESIDE_MAX = 300;
export const ALARM_STACKS_MAX = 512;

/** The number of the stack of a check or alarm, from 0: that which scores highest for it. */
export function placeOf(owner: string, stacks: number): number {
  const hash = stableHash(owner);
  let place = 0;
  let highest = -1;
  for (let number = 0; number < stacks; number += 1) {
    const score = scatter(hash ^ Math.imul(number, GOLDEN_RATIO));
    if (score <= highest) continue;
    highest = score;
    place = number;
  }
  return place;
}

/** What an alarm stands for, which decides on its stack: its check, or itself where it stands for several. None: it stays with the rest. */
export function ownerOf(alarm: DeployedAlarm): string | undefined {
  return "metric" in alarm ? alarm.check : alarm.name;
}

/** Of 2^32: its multiples lie far apart. */
const GOLDEN_RATIO = 0x9e3779b9;

/** Finalizer of MurmurHash3: numbers that are close to each other, as hashes of like names are, come to lie anywhere. */
function scatter(number: number): number {
  const once = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** 0 where they fit beside the rest; else by doubling, so that the number seldom changes. `undefined` where none would do. */
export function alarmStacksNeeded(config: Config): number | undefined {
  const sizes = sizesOf(config);
  for (let stacks = 0; stacks <= ALARM_STACKS_MAX; stacks = Math.max(1, 2 * stacks)) if (fits(sizes, stacks)) return stacks;
  return undefined;
}

/** Whether the alarms of checks fit into so many; 0: beside the rest. */
export function fitAlarmStacks(config: Config, stacks: number): boolean {
  return fits(sizesOf(config), stacks);
}

/** What a check has of its own in a template, or an alarm on several. */
interface Size {
  readonly id: string;
  readonly resources: number;
  /** At the most. */
  readonly templateBytes: number;
}

function fits(sizes: readonly Size[], stacks: number): boolean {
  if (stacks === 0) return total(sizes).resources <= RESOURCES_BESIDE_MAX;
  // Else there is no need to try.
  if (sizes.length > stacks * CHECKS_MAX) return false;
  return [...Map.groupBy(sizes, ({ id }) => placeOf(id, stacks)).values()].every((some) => {
    const { resources, templateBytes } = total(some);
    return some.length <= CHECKS_MAX && resources <= RESOURCES_MAX && templateBytes <= TEMPLATE_MAX_BYTES;
  });
}

function total(sizes: readonly Size[]): Omit<Size, "id"> {
  return {
    resources: sizes.reduce((sum, { resources }) => sum + resources, 0),
    templateBytes: sizes.reduce((sum, { templateBytes }) => sum + templateBytes, 0),
  };
}

function sizesOf(config: Config): Size[] {
  const { classic, promql } = deployedAlarms(planCheckAlarms(config, ANYWHERE), { config, context: ANYWHERE });
  const alarms = Map.groupBy(classic, ({ check }) => check);
  return [...config.checks.map((check) => sizeOf(check, alarms.get(check.id) ?? [])), ...promql.map(sizeOfPromql)];
}

/** Links of usual length: where it is deployed, and where its runbook stands, is not known yet. */
const ANYWHERE: AlarmContext = {
  locations: { region: "", vpc: "" },
  probers: [],
  runbookUrl: "https://".padEnd(100, "x"),
  dashboardUrl: "https://".padEnd(200, "x"),
};
/** As CDK writes it, with the path of the construct and with Region and account still open; a test compares. */
const ALARM_BYTES = 1_500;
const METRIC_BYTES = 1_000;
const FILTER_BYTES = 1_200;

function sizeOf({ id, kind, target }: Check, alarms: readonly AlarmSpec[]): Size {
  const filters = kind === "logs" ? 1 : 0;
  const filterBytes = filters * (FILTER_BYTES + jsonBytes(target) + 5 * id.length);
  const alarmBytes = alarms.reduce((sum, alarm) => sum + bytesOf(alarm), 0);
  return { id, resources: alarms.length + filters, templateBytes: alarmBytes + filterBytes };
}

function sizeOfPromql({ name, description, query }: PromqlAlarmSpec): Size {
  return { id: name, resources: 1, templateBytes: ALARM_BYTES + jsonBytes(description) + jsonBytes(query) + 3 * name.length };
}

function bytesOf({ name, description, vote }: AlarmSpec): number {
  return ALARM_BYTES + METRIC_BYTES * (vote?.metrics.length ?? 0) + jsonBytes(description) + 3 * name.length;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
