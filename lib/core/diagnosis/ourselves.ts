/** Our own faults, asked first: a run that we spoilt says nothing about its target. */
import type { FailureCode } from "../model/failure.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, hasCode, phaseMs, usualMs } from "./runs.ts";

const LAG_TELLING_MS = 50;
const PERIODS_UNTIL_SILENT = 2;
/** What explains less than this share of the delay does not explain it. */
const SHARE_EXPLAINED = 0.5;

export const ourselvesRules: readonly Rule[] = [
  { row: 36, cause: "prober-silent", layer: "ourselves", atMost: "confirmed", examine: isProberSilent },
  { row: 33, cause: "prober-fault", layer: "ourselves", atMost: "confirmed", examine: isProberFault },
  { row: 33, cause: "secret-unavailable", layer: "ourselves", atMost: "confirmed", examine: isSecretUnavailable },
  { row: 33, cause: "prober-out-of-time", layer: "ourselves", atMost: "confirmed", examine: isOutOfTime },
  { row: 35, cause: "prober-overloaded", layer: "ourselves", atMost: "likely", examine: isOverloaded },
  { row: 34, cause: "cold-start", layer: "ourselves", atMost: "likely", examine: isColdStart },
  { row: 40, cause: "our-credentials-unavailable", layer: "ourselves", atMost: "likely", examine: areCredentialsUnavailable },
];

function isProberSilent({ shard }: CaseFile): Examination {
  if (shard?.heartbeatAgeMs === undefined) return undefined;
  const { heartbeatAgeMs: ageMs, everyMs } = shard;
  if (ageMs <= PERIODS_UNTIL_SILENT * everyMs) return refutedBy("heartbeat", { ageMs, everyMs });
  return fits("prober-silent", { confidence: "confirmed", with: { ageMs }, evidence: [line("heartbeat", { ageMs, everyMs })] });
}

function isProberFault(file: CaseFile): Examination {
  const failed = newestWith(file, "prober-fault");
  if (failed === undefined) return undefined;
  return fits("prober-fault", { confidence: "confirmed", with: {}, evidence: [messageOf(failed)] });
}

function isSecretUnavailable(file: CaseFile): Examination {
  const failed = newestWith(file, "secret-unavailable");
  if (failed === undefined) return undefined;
  return fits("secret-unavailable", { confidence: "confirmed", with: {}, evidence: [messageOf(failed)] });
}

/** A run that had less time than its timeout may have timed out for that reason alone. */
function isOutOfTime(file: CaseFile): Examination {
  const failed = newestWith(file, "prober-out-of-time");
  if (failed !== undefined) {
    return fits("prober-out-of-time", { confidence: "confirmed", with: {}, evidence: [messageOf(failed)] });
  }
  const { remainingMs } = file.shard ?? {};
  const { timeoutMs } = file.check;
  const hasTimedOut = file.check.outcomes[0]?.failure?.code.endsWith("timed-out") ?? false;
  if (remainingMs === undefined || timeoutMs === undefined || !hasTimedOut) return undefined;
  if (remainingMs >= timeoutMs) return refutedBy("time-left", { remainingMs, timeoutMs });
  const evidence = [line("time-left", { remainingMs, timeoutMs })] as const;
  return fits("prober-out-of-time", { confidence: "confirmed", with: {}, evidence });
}

function isOverloaded(file: CaseFile): Examination {
  const failed = newestWith(file, "prober-overloaded");
  if (failed !== undefined) return fits("prober-overloaded", { confidence: "likely", with: {}, evidence: [messageOf(failed)] });
  const slow = newestSlow(file);
  const lagMs = Math.max(slow?.evidence.loopLagMs ?? 0, file.shard?.loopLagMs ?? 0);
  if (slow === undefined || lagMs === 0) return undefined;
  const explains = lagMs > LAG_TELLING_MS && lagMs >= SHARE_EXPLAINED * (excessMs(file, slow) ?? slow.totalMs);
  if (!explains) return refutedBy("loop-lag", { lagMs });
  return fits("prober-overloaded", { confidence: "likely", with: {}, evidence: [line("loop-lag", { lagMs })] });
}

/** What a new process does once (a first lookup, a first handshake) makes its first runs slow, and no others. */
function isColdStart(file: CaseFile): Examination {
  const slow = newestSlow(file);
  const totalExcessMs = slow === undefined ? undefined : excessMs(file, slow);
  if (slow === undefined || totalExcessMs === undefined || file.shard?.isColdStart !== true) return undefined;
  const worst = (["dns", "tls"] as const)
    .map((phase) => ({ phase, ms: phaseMs(slow, phase) ?? 0, usualMs: usualMs(file, phase) ?? 0 }))
    .toSorted((a, b) => b.ms - b.usualMs - (a.ms - a.usualMs));
  const startMs = worst.reduce((sum, { ms, usualMs }) => sum + ms - usualMs, 0);
  const [first = { phase: "dns" as const, ms: 0, usualMs: 0 }] = worst;
  if (startMs < SHARE_EXPLAINED * totalExcessMs) return refutedBy("phase-usual", first);
  return fits("cold-start", { confidence: "likely", with: {}, evidence: [line("phase-usual", first)] });
}

function areCredentialsUnavailable(file: CaseFile): Examination {
  const failed = newestWith(file, "credentials-unavailable");
  if (failed === undefined) return undefined;
  return fits("our-credentials-unavailable", { confidence: "likely", with: {}, evidence: [messageOf(failed)] });
}

/** The newest run, whatever its status, if it ended with this code. */
function newestWith({ check }: CaseFile, code: FailureCode): Outcome | undefined {
  const [newest] = check.outcomes;
  return newest !== undefined && hasCode(newest, [code]) ? newest : undefined;
}

function newestSlow(file: CaseFile): Outcome | undefined {
  const latest = badRunsOf(file)?.latest;
  return latest?.status === "slow" ? latest : undefined;
}

/** How much longer than usual a run took; `undefined` where the usual is not known. */
function excessMs({ check }: CaseFile, { totalMs }: Outcome): number | undefined {
  if (check.usual === undefined) return undefined;
  return Math.max(0, totalMs - check.usual.reduce((sum, { ms }) => sum + ms, 0));
}

function messageOf({ failure }: Outcome) {
  return line("failure-message", { message: failure?.message ?? "" });
}
