/**
 * How old the values of a page are. A Pushgateway shows the last pushed values for ever, so a process that is long dead
 * keeps its healthy numbers there; each of its groups says when it was last pushed to.
 */
import type { Failure } from "../../model/failure.ts";
import { formatAge } from "../../model/units.ts";
import type { ExposedSample, Page } from "./page.ts";
import { printLabels } from "./series.ts";

export const PUSH_TIME = "push_time_seconds";
export const START_TIME = "process_start_time_seconds";

export interface Freshness {
  readonly ageMs?: number;
  /** Of the process whose values these are. */
  readonly startedAtEpochMs?: number;
  /** The oldest value is older than `staleAfterMs`. */
  readonly failure?: Failure;
}

export interface FreshnessOptions {
  readonly nowEpochMs: number;
  readonly staleAfterMs: number;
}

/** `samples`: the lines of the page that matter. */
export function judgeFreshness(page: Page, samples: readonly ExposedSample[], options: FreshnessOptions): Freshness {
  const started = startOf(page, samples);
  const oldest = samples.map((sample) => writtenAt(sample, page)).reduce(older, undefined);
  if (oldest === undefined) return started;
  const ageMs = Math.max(0, Math.round(options.nowEpochMs - oldest.atEpochMs));
  const isStale = ageMs > options.staleAfterMs;
  return { ...started, ageMs, ...(isStale && { failure: stale(oldest, { ageMs, staleAfterMs: options.staleAfterMs }) }) };
}

interface WrittenAt {
  readonly atEpochMs: number;
  /** What the time was said of. */
  readonly subject: string;
}

/** When a value was measured: its line says so, or the group that it was pushed with. */
function writtenAt(sample: ExposedSample, page: Page): WrittenAt | undefined {
  if (sample.atEpochMs !== undefined) return { atEpochMs: sample.atEpochMs, subject: sample.name };
  const groups = page.samples.filter(({ name, labels, value }) => name === PUSH_TIME && value > 0 && isWithin(sample, labels));
  const group = groups.reduce<ExposedSample | undefined>(closer, undefined);
  if (group === undefined) return undefined;
  return { atEpochMs: group.value * 1_000, subject: `the group ${printLabels([...group.labels])}` };
}

/** A series carries the labels of its group. An empty label is the same as none. */
function isWithin(sample: ExposedSample, group: ReadonlyMap<string, string>): boolean {
  return [...group].every(([label, value]) => (sample.labels.get(label) ?? "") === value);
}

/** Groups may hold one another: `{job="a"}` and `{job="a",instance="b"}`. */
function closer(known: ExposedSample | undefined, next: ExposedSample): ExposedSample {
  return known !== undefined && known.labels.size >= next.labels.size ? known : next;
}

function older(known: WrittenAt | undefined, next: WrittenAt | undefined): WrittenAt | undefined {
  if (known === undefined || next === undefined) return known ?? next;
  return next.atEpochMs < known.atEpochMs ? next : known;
}

/** The gateway itself has a start time too: only that of the same job and instance counts, and of several the last. */
function startOf(page: Page, samples: readonly ExposedSample[]): Pick<Freshness, "startedAtEpochMs"> {
  const owners = new Set(samples.map(ownerOf));
  const starts = page.samples.filter((sample) => sample.name === START_TIME && sample.value > 0 && owners.has(ownerOf(sample)));
  const startedAtEpochMs = starts.reduce((last, { value }) => Math.max(last, Math.round(value * 1_000)), 0);
  return startedAtEpochMs > 0 && Number.isFinite(startedAtEpochMs) ? { startedAtEpochMs } : {};
}

function ownerOf({ labels }: ExposedSample): string {
  return JSON.stringify([labels.get("job") ?? "", labels.get("instance") ?? ""]);
}

function stale({ subject }: WrittenAt, { ageMs, staleAfterMs }: { ageMs: number; staleAfterMs: number }): Failure {
  const message = `the last value of ${subject} is ${formatAge(ageMs)} old, more than ${formatAge(staleAfterMs)}: nobody writes it any more`;
  return { phase: "transfer", code: "metrics-stale", message };
}
