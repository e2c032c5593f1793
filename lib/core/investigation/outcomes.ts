/** Which runs an investigation asks for: enough to see how it began and how it is, whatever its age. */
import type { CheckId } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { EvidenceSource } from "../ports.ts";
import type { Lead } from "./lead.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BEFORE_MS = HOUR_MS / 2;
const BEGINNING_MS = 15 * MINUTE_MS;
const LATELY_MS = 45 * MINUTE_MS;
/** Good runs are kept once an hour: a day of them says what is usual. */
const USUAL_MS = 26 * HOUR_MS;
/** Of the others only how they are now: long enough for two runs of the slowest, and for one good run of all. */
export const NEWEST_MS = 10 * MINUTE_MS;
const NEWEST_GOOD_MS = 70 * MINUTE_MS;

export interface RunsOfCheck {
  /** Newest first. */
  readonly outcomes: readonly Outcome[];
  /** Good ones of the last day, newest first. */
  readonly good: readonly Outcome[];
  /** Whether every failed run since the beginning is among them. */
  readonly isWhole: boolean;
}

/** Of one check, at the place from which it is looked at. */
export async function readRuns(
  { check, place }: Pick<Lead, "check" | "place">,
  { evidence, openedAtEpochMs, nowEpochMs }: { evidence: EvidenceSource; openedAtEpochMs: number; nowEpochMs: number },
): Promise<RunsOfCheck> {
  const checks = [check.id];
  const toEpochMs = nowEpochMs + 1;
  const fromEpochMs = openedAtEpochMs - BEFORE_MS;
  const isWhole = nowEpochMs - openedAtEpochMs <= LATELY_MS + BEGINNING_MS;
  const [lately, beginning, good] = await Promise.all([
    evidence.outcomes({ checks, of: "all", fromEpochMs: isWhole ? fromEpochMs : nowEpochMs - LATELY_MS, toEpochMs }),
    isWhole ? [] : evidence.outcomes({ checks, of: "all", fromEpochMs, toEpochMs: openedAtEpochMs + BEGINNING_MS }),
    evidence.outcomes({ checks, of: "good", fromEpochMs: nowEpochMs - USUAL_MS, toEpochMs }),
  ]);
  const here = (runs: readonly Outcome[]) =>
    check.from.length === 1 ? runs : runs.filter(({ location }) => location === place.location);
  return { outcomes: newestFirst(here([...lately, ...beginning, ...good])), good: newestFirst(here(good)), isWhole };
}

/** How all checks are now; the same question within one pass, whoever asks. Newest first. */
export async function readNewest(checks: readonly CheckId[], options: NewestOptions): Promise<Outcome[]> {
  const { evidence, nowEpochMs } = options;
  const toEpochMs = nowEpochMs + 1;
  const [all, good] = await Promise.all([
    evidence.outcomes({ checks, of: "all", fromEpochMs: nowEpochMs - NEWEST_MS, toEpochMs }),
    evidence.outcomes({ checks, of: "good", fromEpochMs: nowEpochMs - NEWEST_GOOD_MS, toEpochMs }),
  ]);
  return newestFirst([...all, ...good]);
}

export interface NewestOptions {
  readonly evidence: Pick<EvidenceSource, "outcomes">;
  readonly nowEpochMs: number;
}

/** Each run once. */
function newestFirst(outcomes: readonly Outcome[]): Outcome[] {
  const byRun = new Map(outcomes.map((outcome) => [`${outcome.check} ${outcome.location} ${outcome.startedAtEpochMs}`, outcome]));
  return [...byRun.values()].toSorted((one, other) => other.startedAtEpochMs - one.startedAtEpochMs);
}
