/** The server accepts connections, and does not serve them. From outside busy, blocked and stopped look the same: none is claimed. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { FailureCode, Phase } from "../model/failure.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  alikeRuns,
  type BadRuns,
  badRunsWith,
  hasCode,
  isRetriedAlike,
  numberFact,
  phaseMs,
  repetition,
  runsOf,
  usualMs,
} from "./runs.ts";

/** No first byte came: not of the handshake, not of the answer. */
const SILENCES: readonly FailureCode[] = ["handshake-timed-out", "response-timed-out"];
/** The kernel accepts in one round trip, whatever the process does. */
const ACCEPTED_AT_ONCE_MS = 1_000;
const STALLS_MIN = 2;

export const notServingRules: readonly Rule[] = [
  { row: 12, cause: "not-serving", layer: "target", atMost: "likely", examine: isNotServing },
];

/** Once may be chance; twice, with a process that neither refused nor broke off in between, has few other explanations. */
function isNotServing(file: CaseFile): Examination {
  const trouble = badRunsWith(file, ...SILENCES);
  if (trouble === undefined) return undefined;
  const stalls = alikeRuns(trouble).filter((run) => phaseMs(run, "connect") !== undefined);
  const [seen] = stalls;
  const connectMs = seen === undefined ? undefined : phaseMs(seen, "connect");
  if (seen === undefined || connectMs === undefined) return undefined;
  if (connectMs > ACCEPTED_AT_ONCE_MS) return refutedBy("phase-took", { phase: "connect", ms: connectMs });
  const broken = trouble.runs.filter((run) => hasCode(run, ["connect-refused", "connect-reset", "response-reset"])).length;
  if (broken > 0) return refutedBy("refused-between", { runs: broken });
  const times = stalls.length + (isRetriedAlike(trouble) ? 1 : 0);
  const phase = seen.failure?.phase ?? "server";
  return fits("not-serving", {
    confidence: times >= STALLS_MIN ? "likely" : "possible",
    with: { kind: file.check.kind },
    evidence: [
      line("no-reply", { phase, connectMs, waitedMs: phaseMs(seen, phase) ?? 0 }),
      ...repetition(trouble),
      ...pausedRuns(trouble),
      ...known(riseBefore(file, phase), handlesLine(file)),
    ],
  });
}

/** Runs that repeat what was seen before without a connection of their own, so that we do not fill its queue. */
function pausedRuns(trouble: BadRuns): EvidenceLine[] {
  const runs = alikeRuns(trouble).filter((run) => phaseMs(run, "connect") === undefined).length;
  return runs === 0 ? [] : [line("paused-runs", { runs })];
}

/** How long it let us wait in the last run that it answered, if that was longer than usual already. */
function riseBefore(file: CaseFile, phase: Phase): EvidenceLine | undefined {
  const answered = lastAnswered(file, phase);
  const ms = answered === undefined ? undefined : phaseMs(answered, phase);
  const usual = usualMs(file, phase);
  return ms === undefined || usual === undefined || ms <= usual ? undefined : line("phase-usual", { phase, ms, usualMs: usual });
}

function lastAnswered(file: CaseFile, phase: Phase): Outcome | undefined {
  return runsOf(file).find((run) => run.failure === undefined && phaseMs(run, phase) !== undefined);
}

/** How many clients were connected when a kdb+ process could last be asked. */
export function handlesLine(file: CaseFile): EvidenceLine | undefined {
  const handles = runsOf(file)
    .map((run) => numberFact(run, "handles"))
    .find((count) => count !== undefined);
  const usual = file.check.usualFacts?.handles;
  return handles === undefined ? undefined : line("handles", { handles, ...(usual !== undefined && { usual }) });
}
