/** What would make the bill smaller: each lever is a change of the configuration, and what it saves is the difference of two bills. */
import { datapointsOf } from "../alarms/check-alarm.ts";
import { certificateBound } from "../metrics/slowness.ts";
import type { Check, Config } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import { billOf } from "./bill.ts";
import { planUsage } from "./plan-usage.ts";

const MINUTE_MS = 60_000;
const SELDOM_MS = 5 * MINUTE_MS;

export interface Lever {
  /** A sentence: what to change and what is given up. */
  readonly change: string;
  readonly usd: number;
  readonly savesUsd: number;
}

interface Change {
  /** Of so many checks. */
  readonly change: (changed: number) => string;
  /** The check after it; itself where the change does not concern it. */
  readonly apply: (check: Check) => Check;
}

const CHANGES: readonly Change[] = [
  {
    change: (changed) =>
      `metrics: otlp for ${checks(changed)}: CloudWatch's own graphs then stay empty, and outages are told up to two minutes later`,
    apply: (check) => ({ ...check, metricForm: "otlp" }),
  },
  {
    change: (changed) =>
      `one place for ${checks(changed)} that ${run(changed)} from several: a fault on the way is then told as one of theirs`,
    apply: (check) => (check.from.length === 1 ? check : { ...check, alarm: datapointsOf(check.alarm), from: [check.from[0]] }),
  },
  {
    // These keep a function running all the time.
    change: (changed) => `every: 1m for ${checks(changed)} that ${run(changed)} more often`,
    apply: (check) => (check.everyMs < MINUTE_MS ? { ...check, everyMs: MINUTE_MS } : check),
  },
  {
    change: (changed) => `no slow: on ${checks(changed)}: slowness is then seen on the dashboard, but not alarmed on`,
    apply: (check) => ({ ...check, slow: check.slow.filter((rule) => rule.matcher === certificateBound(check.slow)) }),
  },
  {
    change: (changed) => `every: 5m for ${checks(changed)} that ${run(changed)} more often: outages are then told minutes later`,
    apply: (check) => (check.everyMs >= MINUTE_MS && check.everyMs < SELDOM_MS ? { ...check, everyMs: SELDOM_MS } : check),
  },
];

/** The one that saves most; `undefined` where none saves a cent. */
export async function biggestLever(config: Config): Promise<Lever | undefined> {
  const before = billOf(await planUsage(config)).usd;
  const levers = await Promise.all(CHANGES.map((change) => pull(change, config, before)));
  const [biggest] = levers.filter(({ savesUsd }) => savesUsd >= 0.01).toSorted((a, b) => b.savesUsd - a.savesUsd);
  return biggest;
}

async function pull({ apply, change }: Change, config: Config, before: number): Promise<Lever> {
  const changed = config.checks.map((check) => (isProbed(check) ? apply(check) : check));
  const count = changed.filter((check, index) => JSON.stringify(check) !== JSON.stringify(config.checks[index])).length;
  const { usd } = billOf(await planUsage({ ...config, checks: changed }));
  return { change: change(count), usd, savesUsd: before - usd };
}

/** What one more check like the others costs: the measure of what any lever can do. */
export async function perCheckUsd(config: Config): Promise<number> {
  const probed = config.checks.filter(isProbed);
  const first = probed[0];
  if (first === undefined) return 0;
  const more = probed.map((check) => ({ ...check, id: `${check.id}-again` }));
  const [before, after] = await Promise.all([planUsage(config), planUsage({ ...config, checks: [...config.checks, ...more] })]);
  return (billOf(after).usd - billOf(before).usd) / probed.length;
}

function checks(count: number): string {
  return count === 1 ? "the one check" : `the ${count} checks`;
}

function run(count: number): string {
  return count === 1 ? "runs" : "run";
}
