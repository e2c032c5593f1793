/** What this computer knows right now: the latest outcome of every check, and its views, kept until something changes them. */
import { reasonOf } from "../core/messages/reason.ts";
import type { Check, CheckId, Config } from "../core/model/check.ts";
import type { Story } from "../core/model/story.ts";
import type { Clock } from "../core/ports.ts";
import { BUCKETS, buildTimeline, chooseBucketMs, summariseResponse } from "../core/render/timeline.ts";
import {
  type BoardView,
  type CheckDetailView,
  type CheckView,
  countStates,
  groupViews,
  type ShownState,
} from "../core/render/view.ts";
import { buildDetails } from "./page-details.ts";
import type { DueOutcome, Store } from "./store.ts";
import { openWarning } from "./warnings.ts";

export interface LiveBoardOptions {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
}

const INCIDENTS_MAX = 200;
/** A result may be this late beyond two intervals before it counts as no data. */
const STALE_GRACE_MS = 5_000;

interface Entry {
  readonly check: Check;
  latest?: DueOutcome | undefined;
  /** Dropped whenever it may have changed. */
  view?: CheckView | undefined;
  /** Of the board, when this check last changed. */
  version: number;
}

export class LiveBoard {
  readonly #options: LiveBoardOptions;
  readonly #entries: ReadonlyMap<CheckId, Entry>;
  #version = 0;
  #incidents: readonly Story[] = [];

  constructor(options: LiveBoardOptions) {
    this.#options = options;
    const entries = options.config.checks.map((check) => ({ check, version: 0, latest: latestOf(check, options.store) }));
    this.#entries = new Map(entries.map((entry) => [entry.check.id, entry]));
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get config(): Config {
    return this.#options.config;
  }

  /** The history behind it. */
  get store(): Store {
    return this.#options.store;
  }

  /** Takes what people were just told of an incident: that it opened, changed or closed. */
  noteStory(story: Story): void {
    if (story.type === "digest" || story.type === "drill") return;
    const before = this.#incidents;
    const others = before.filter(({ incident }) => incident !== story.incident);
    this.#incidents = (story.type === "resolved" ? others : [...others, story]).slice(-INCIDENTS_MAX);
    this.#version += 1;
    for (const id of new Set([...before, story].flatMap(checksOf))) this.refresh(id);
  }

  /** Takes a new outcome, already stored. */
  record(due: DueOutcome): void {
    const entry = this.#entries.get(due.outcome.check);
    if (entry === undefined) return;
    entry.latest = due;
    this.#touch(entry);
  }

  /** Takes note that something else than an outcome has changed: an alarm, a finding of the analysis. */
  refresh(id: CheckId): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#touch(entry);
  }

  /** Lets results that grew too old become "no data"; call it every few seconds. */
  expire(): void {
    for (const entry of this.#entries.values()) {
      if (entry.view !== undefined && entry.view.state !== "none" && this.#stateOf(entry) === "none") this.#touch(entry);
    }
  }

  changedSince(version: number): CheckId[] {
    return [...this.#entries.values()].flatMap((entry) => (entry.version > version ? entry.check.id : []));
  }

  /** In file order. */
  views(): CheckView[] {
    return [...this.#entries.values()].map((entry) => this.#viewOf(entry));
  }

  view(id: CheckId): CheckView | undefined {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : this.#viewOf(entry);
  }

  board(): BoardView {
    const views = this.views();
    const groups = groupViews(views);
    const worst = groups[0]?.checks[0];
    const isTrouble = worst !== undefined && worst.reason !== "";
    return { counts: countStates(views), groups, incidents: this.#incidents, ...(isTrouble && { worst }) };
  }

  /** Read from the history anew each time. `runAtEpochMs`: start of an earlier run that is asked for. */
  details(id: CheckId, runAtEpochMs?: number): CheckDetailView | undefined {
    const view = this.view(id);
    const { clock, config, store } = this.#options;
    const options = { config, store, nowEpochMs: clock.epochMs(), views: this.views() };
    return view && buildDetails(view, { ...options, ...(runAtEpochMs !== undefined && { runAtEpochMs }) });
  }

  #touch(entry: Entry): void {
    this.#version += 1;
    entry.version = this.#version;
    entry.view = undefined;
  }

  #viewOf(entry: Entry): CheckView {
    entry.view ??= this.#buildView(entry);
    return entry.view;
  }

  #buildView(entry: Entry): CheckView {
    const { config, store, clock } = this.#options;
    const { check, latest } = entry;
    const state = this.#stateOf(entry);
    const endEpochMs = latest !== undefined && !this.#isStale(entry) ? latest.dueEpochMs : clock.epochMs();
    const oldestEpochMs = store.oldestDueEpochMs(check.id) ?? endEpochMs;
    const bucketMs = chooseBucketMs(check.everyMs, endEpochMs - oldestEpochMs);
    const readings = store.readings({ check: check.id, sinceEpochMs: endEpochMs - bucketMs * BUCKETS });
    const sinceEpochMs = this.#troubleSince(entry, state);
    const warning = openWarning(check, { deployment: config.name, store, latest: latest?.outcome });
    return {
      check,
      state,
      reason: this.#reasonOf(entry),
      ...(sinceEpochMs !== undefined && { sinceEpochMs }),
      ...(warning !== undefined && { warning }),
      ...(latest !== undefined && { latest: latest.outcome, nextDueEpochMs: latest.dueEpochMs + check.everyMs }),
      ...this.#storyOf(check.id),
      timeline: buildTimeline(readings, { bucketMs, endEpochMs }),
      response: summariseResponse(readings),
    };
  }

  #storyOf(id: CheckId): Pick<CheckView, "story"> {
    const story = this.#incidents.find((incident) => checksOf(incident).includes(id));
    return story === undefined ? {} : { story };
  }

  #stateOf(entry: Entry): ShownState {
    const status = entry.latest?.outcome.status;
    return status === undefined || status === "unknown" || this.#isStale(entry) ? "none" : status;
  }

  #reasonOf(entry: Entry): string {
    if (entry.latest === undefined) return "";
    return this.#isStale(entry) ? "no run has ended for more than two intervals" : reasonOf(entry.latest.outcome);
  }

  #isStale({ check, latest }: Entry): boolean {
    if (latest === undefined) return true;
    return this.#options.clock.epochMs() - latest.dueEpochMs > 2 * (check.everyMs + check.timeoutMs) + STALE_GRACE_MS;
  }

  #troubleSince({ check, latest }: Entry, state: ShownState): number | undefined {
    if (state === "up") return undefined;
    if (state === "none") return latest?.dueEpochMs;
    return this.#options.store.streak(check.id, [state])?.sinceEpochMs;
  }
}

function latestOf(check: Check, store: Store): DueOutcome | undefined {
  return store.outcomes({ check: check.id, sinceEpochMs: 0 }, 1)[0];
}

/** The lead first. */
function checksOf({ lead, members }: Story): CheckId[] {
  return [...(lead === undefined ? [] : [lead.id]), ...members.map(({ check }) => check)];
}
