/** The engine on this computer: schedule, history, alarms and board, tied together. */
import { planCheckAlarms } from "../core/alarms/plan.ts";
import type { ThreadDumper } from "../core/analysis/thread-dumper.ts";
import type { Investigate } from "../core/incidents/gather-evidence.ts";
import { inTime } from "../core/incidents/in-time.ts";
import { investigate } from "../core/investigation/investigate.ts";
import { renderTerminal } from "../core/messages/terminal.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import type { Check, CheckId, Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Story } from "../core/model/story.ts";
import type { AlarmTransition, Clock, EvidenceSource, Messenger } from "../core/ports.ts";
import { AlarmLoop } from "./alarm-loop.ts";
import { runAnalyst } from "./analyst.ts";
import { createStoreEvidence } from "./evidence.ts";
import { fromHere } from "./from-here.ts";
import type { LiveBoard } from "./live-board.ts";
import { openStories } from "./open-incidents.ts";
import type { RunRequests } from "./page-run-requests.ts";
import { createStorePictures } from "./picture.ts";
import { type LocalResponder, startResponder } from "./responder.ts";
import { runSchedule } from "./scheduler.ts";
import type { Store } from "./store.ts";

/** What outcomes of this computer say of their place. */
export const LOCATION = "local";

export interface WatchOptions {
  readonly config: Config;
  readonly store: Store;
  readonly board: LiveBoard;
  readonly clock: Clock;
  /** How much faster than the real time the clock runs. Default 1. */
  readonly speed?: number;
  /** One run; never rejects. */
  readonly run: (check: Check, cancel: AbortSignal) => Promise<Outcome>;
  /** Fetches thread dumps that a suspected leak asks for; without it none are taken. */
  readonly dumper?: ThreadDumper;
  /** Runs that are asked for on the page. */
  readonly requests?: RunRequests;
  /** After an outcome is stored and shown. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** After an alarm has changed its state. */
  readonly onTransition?: (transition: AlarmTransition) => void;
  /** How wide the lines of a message may be, whenever one is told. Default 80. */
  readonly columns?: (() => number) | undefined;
  /** A message to whoever sits here, its lines ready to be printed: the headline first. */
  readonly tell: (lines: readonly string[], story: Story) => void;
  /** Something of ours did not work and is tried again, in a sentence. */
  readonly onProblem: (sentence: string) => void;
  readonly signal: AbortSignal;
}

const LINKS = { runbookUrl: "docs/runbook.md", locations: { region: LOCATION, vpc: LOCATION }, probers: [] } as const;
const SILENCE_LOOKED_FOR_EVERY_MS = 10_000;

/** Watches until the signal aborts; resolves once every run has ended. */
export async function watch(given: WatchOptions): Promise<void> {
  const options = { ...given, config: fromHere(given.config) };
  const { board, clock, config, speed = 1, store, signal } = options;
  const alarms = planCheckAlarms(config, LINKS).map((alarm) => ({ ...alarm, notify: [HERE] }));
  await showOpenIncidents(alarms, options);
  const responder = respondTo(alarms, options);
  const loop = new AlarmLoop({
    deployment: config.name,
    checks: config.checks,
    alarms,
    store,
    onMove: (transition, check) => {
      board.refresh(check.id);
      responder.note(transition);
      options.onTransition?.(transition);
    },
  });
  const onOutcome = (outcome: Outcome, dueEpochMs: number) => {
    store.addOutcome({ outcome, dueEpochMs });
    board.record({ outcome, dueEpochMs });
    loop.evaluate(outcome.check, dueEpochMs);
    options.onOutcome?.(outcome);
  };
  const schedule = runSchedule(config.checks, { clock, speed, run: options.run, onOutcome, signal });
  const requested = options.requests?.serve({ checks: config.checks, clock, run: options.run, onOutcome, signal });
  const onFindings = (check: CheckId, atEpochMs: number) => {
    loop.evaluate(check, atEpochMs);
    board.refresh(check);
  };
  const analyst = runAnalyst({ ...options, locations: LINKS.locations, onFindings });
  while (!signal.aborted) {
    await clock.sleep(SILENCE_LOOKED_FOR_EVERY_MS, signal);
    loop.evaluateSilent(clock.epochMs());
  }
  await Promise.all([schedule, requested, analyst, responder.ended]);
}

/** Whoever sits here is told of everything, in the terminal. */
const HERE = "here";

/** As they were left at the last end; the history tells enough of them, so that nothing is probed and nobody waits. */
async function showOpenIncidents(alarms: readonly AlarmSpec[], options: WatchOptions): Promise<void> {
  const { board, clock, config, onProblem, store } = options;
  const pictures = createStorePictures({ config, context: LINKS, alarms, store, clock });
  const lookInto = investigator(createStoreEvidence(store), options);
  try {
    for (const story of await openStories({ config, store, pictures, investigate: lookInto, clock })) board.noteStory(story);
  } catch (error) {
    onProblem(`Open incidents are not shown: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function investigator(evidence: EvidenceSource, { clock, config }: WatchOptions): Investigate {
  return (incident, picture) => investigate(incident, { config, context: LINKS, evidence, picture, nowEpochMs: clock.epochMs() });
}

function respondTo(alarms: readonly AlarmSpec[], options: WatchOptions): LocalResponder {
  const { clock, config, onProblem, signal, store } = options;
  const evidence = { ...createStoreEvidence(store), probe: (ids: readonly CheckId[]) => probeAgain(ids, options) };
  const pictures = createStorePictures({ config, context: LINKS, alarms, store, clock });
  const lookInto = investigator(evidence, options);
  const investigateNow: Investigate = async (incident) => lookInto(incident, await pictures.read());
  return startResponder({
    deployment: config.name,
    timezone: config.timezone,
    channels: { [HERE]: ["terminal"] },
    store: store.incidents,
    pictures,
    investigate: investigateNow,
    messenger: terminalMessenger(options),
    clock,
    signal,
    onProblem,
  });
}

const PROBE_MAX_MS = 12_000;

/** What takes longer than a message should wait is missing. */
async function probeAgain(ids: readonly CheckId[], { clock, config, run, signal }: WatchOptions): Promise<readonly Outcome[]> {
  const checks = config.checks.filter(({ id }) => ids.includes(id));
  const runs = await inTime(() => Promise.all(checks.map((check) => run(check, signal))), { timeoutMs: PROBE_MAX_MS, clock });
  return "result" in runs ? runs.result : [];
}

function terminalMessenger({ board, columns, config: { language }, tell }: WatchOptions): Messenger {
  return {
    send: async ({ story }) => {
      board.noteStory(story);
      tell(renderTerminal(story, { language, ...(columns !== undefined && { columns: columns() }) }), story);
      return {};
    },
  };
}
