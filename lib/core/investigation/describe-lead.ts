/** The check that shows an incident best, with the runs that show it. */
import type { CaseFile } from "../diagnosis/case-file.ts";
import { sameCheckElsewhere, statusOf } from "../diagnosis/neighbours.ts";
import { type BadRuns, badRunsOf } from "../diagnosis/runs.ts";
import { repeatCommand } from "../messages/repeat-command.ts";
import type { Check } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { Outcome, Status } from "../model/outcome.ts";
import type { WatchedPlace } from "../model/picture.ts";
import type { LeadCheck } from "../model/story.ts";
import { latencyBaseline } from "../trends/baseline.ts";
import type { Lead } from "./lead.ts";
import type { RunsOfCheck } from "./outcomes.ts";

const TOTALS_MAX = 5;
const TOTALS_WITHIN_MS = 30 * 60_000;

interface Shown {
  readonly incident: Incident;
  readonly runs: RunsOfCheck;
  readonly file: CaseFile;
}

export function describeLead({ check, place }: Lead, { incident, runs, file }: Shown): LeadCheck {
  const { id, title, alarm, source } = check;
  const usual = file.check.usual ?? [];
  const usualTotal = latencyBaseline(file.check.latency ?? [], { atEpochMs: file.nowEpochMs, timezone: file.timezone });
  const seen = check.from.length === 1 ? undefined : seenFrom(place, file);
  return {
    ...{ id, title, location: place.location, alarm },
    ...(seen !== undefined && { seen }),
    ...(incident.state === "closed" ? recovery(file) : trouble(check, { runs, file })),
    ...(usual.length > 0 && { usual }),
    ...(usualTotal !== undefined && { usualTotalMs: usualTotal.medianMs }),
    ...(source !== undefined && { source: `${source.file}:${source.line}` }),
  };
}

/** A place that is not known to be well or ill is in neither list. */
function seenFrom({ location }: WatchedPlace, file: CaseFile): LeadCheck["seen"] {
  const elsewhere = sameCheckElsewhere(file);
  const at = (...wanted: readonly Status[]) =>
    elsewhere.filter(({ status }) => wanted.includes(status)).map((other) => other.location);
  const isFailingHere = statusOf(file) === "down";
  return {
    failing: [...(isFailingHere ? [location] : []), ...at("down")],
    fine: [...(isFailingHere ? [] : [location]), ...at("up", "slow")],
  };
}

/** Runs of the schedule are counted, and only where every failed one is known. Good ones are not all kept: how many there were is a matter of time. */
function trouble(check: Check, { runs, file }: Pick<Shown, "runs" | "file">): Partial<LeadCheck> {
  const found = badRunsOf(file);
  if (found === undefined) return {};
  const { sinceEpochMs } = found;
  const outcome = tellingRun(found);
  const repeat = repeatCommand(check, outcome);
  const totalsBeforeMs = found.before
    .filter((run) => run.failure === undefined && sinceEpochMs - run.startedAtEpochMs < TOTALS_WITHIN_MS)
    .slice(0, TOTALS_MAX)
    .map(({ totalMs }) => totalMs)
    .toReversed();
  return {
    outcome,
    ...(runs.isWhole && countRuns(check, { found, scheduled: runs.outcomes })),
    ...(totalsBeforeMs.length > 0 && { totalsBeforeMs }),
    ...(repeat !== undefined && { repeat }),
  };
}

/** A run that made no connection, so as not to fill the queue of what stalls, shows nothing itself. */
function tellingRun({ latest, runs }: BadRuns): Outcome {
  return runs.find(({ phases }) => phases.length > 0) ?? latest;
}

function countRuns(
  { everyMs }: Check,
  { found, scheduled }: { found: BadRuns; scheduled: readonly Outcome[] },
): Pick<LeadCheck, "failedRuns" | "runs"> {
  const [newest] = scheduled;
  if (newest === undefined) return {};
  const failedRuns = found.runs.filter((run) => scheduled.includes(run)).length;
  const due = Math.round((newest.startedAtEpochMs - found.sinceEpochMs) / everyMs) + 1;
  return { failedRuns, runs: Math.max(failedRuns, due) };
}

/** The first good run after the last bad one; absent where it was not kept. */
function recovery(file: CaseFile): Partial<LeadCheck> {
  const found = badRunsOf(file);
  const was = found && tellingRun(found);
  const after = was === undefined ? [] : file.check.outcomes.filter((run) => isGoodAfter(was, run));
  const now = after.at(-1);
  return { ...(was !== undefined && { was }), ...(now !== undefined && { outcome: now }) };
}

function isGoodAfter(was: Outcome, run: Outcome): boolean {
  return run.startedAtEpochMs > was.startedAtEpochMs && run.status === "up";
}
