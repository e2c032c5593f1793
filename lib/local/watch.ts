/** The engine on this computer: schedule, history, alarms and board, tied together. */
import { planCheckAlarms } from "../core/alarms/plan.ts";
import { alarmMessage } from "../core/messages/alarm-message.ts";
import type { Check, Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { AlarmTransition, Clock } from "../core/ports.ts";
import { AlarmLoop } from "./alarm-loop.ts";
import type { LiveBoard } from "./live-board.ts";
import { runSchedule } from "./scheduler.ts";
import type { Store } from "./store.ts";

/** What outcomes of this computer say of their place. */
export const LOCATION = "local";

export interface WatchOptions {
  readonly config: Config;
  readonly store: Store;
  readonly board: LiveBoard;
  readonly clock: Clock;
  /** One run; never rejects. */
  readonly run: (check: Check, cancel: AbortSignal) => Promise<Outcome>;
  /** After an outcome is stored and shown. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** The lines of an alarm message, state word first. */
  readonly tell: (lines: readonly string[], transition: AlarmTransition) => void;
  readonly signal: AbortSignal;
}

const LINKS = { runbookUrl: "docs/runbook.md", locations: { region: LOCATION, vpc: LOCATION }, probers: [] } as const;
const SILENCE_LOOKED_FOR_EVERY_MS = 10_000;

/** Watches until the signal aborts; resolves once every run has ended. */
export async function watch(options: WatchOptions): Promise<void> {
  const { board, clock, config, store, signal } = options;
  const alarms = planCheckAlarms(config, LINKS);
  const loop = new AlarmLoop({
    deployment: config.name,
    checks: config.checks,
    alarms,
    store,
    tell: (transition, check) => options.tell(describe({ transition, check }, options), transition),
  });
  const onOutcome = (outcome: Outcome, dueEpochMs: number) => {
    store.addOutcome({ outcome, dueEpochMs });
    board.record({ outcome, dueEpochMs });
    loop.evaluate(outcome.check, dueEpochMs);
    options.onOutcome?.(outcome);
  };
  const schedule = runSchedule(config.checks, { clock, run: options.run, onOutcome, signal });
  while (!signal.aborted) {
    await clock.sleep(SILENCE_LOOKED_FOR_EVERY_MS, signal);
    loop.evaluateSilent(clock.epochMs());
  }
  await schedule;
}

function describe(
  { transition, check }: { transition: AlarmTransition; check: Check },
  { board, config, store }: WatchOptions,
): string[] {
  const trouble = store.streak(check.id, ["down"]);
  const recovery = store.streak(check.id, ["up", "slow"]);
  const others = board.views().filter((view) => view.check.id !== check.id);
  return alarmMessage({
    transition,
    check,
    ...(trouble !== undefined && { trouble }),
    ...(recovery !== undefined && { recovery }),
    others: { total: others.length, down: others.flatMap(({ state, check: { id } }) => (state === "down" ? id : [])) },
    timezone: config.timezone,
  });
}
