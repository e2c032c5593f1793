/** TCP: refused, unanswered, broken off. */
import type { FailureCode } from "../model/failure.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { countFailing, isConnecting, othersOnHost } from "./neighbours.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsWith, failureMessage, hasCode, isRepeated, phaseMs, repetition, seenFrom } from "./runs.ts";

/** A closed port refuses at once; what takes longer was no simple refusal. */
const INSTANTLY_MS = 2_000;
/** It had a connection, and then no answer. */
const STALLS: readonly FailureCode[] = ["handshake-timed-out", "response-timed-out", "query-timed-out", "tls-timed-out"];

export const connectRules: readonly Rule[] = [
  { row: 5, cause: "not-listening", layer: "target", atMost: "likely", examine: isNotListening },
  {
    ...{ row: 7, cause: "accept-queue-full", layer: "target", atMost: "likely" },
    ...{ narrows: ["host-silent"], examine: isAcceptQueueFull },
  },
  { row: 8, cause: "no-route", layer: "target", atMost: "likely", examine: isNoRoute },
  { row: 6, cause: "host-silent", layer: "target", atMost: "possible", examine: isHostSilent },
  { row: 9, cause: "reset-on-connect", layer: "target", atMost: "possible", examine: isResetOnConnect },
  { row: 10, cause: "closes-on-request", layer: "target", atMost: "possible", examine: isClosingOnRequest },
];

function isNotListening(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "connect-refused");
  if (trouble === undefined) return undefined;
  const ms = phaseMs(trouble.latest, "connect");
  if (ms !== undefined && ms > INSTANTLY_MS) return refutedBy("phase-took", { phase: "connect", ms });
  const evidence = [failureMessage(trouble), ...repetition(trouble)] as const;
  return fits("not-listening", { confidence: "likely", with: seenFrom(file), evidence });
}

/** Nobody on the host answers; or we know of nobody else there. */
function isHostSilent(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "connect-timed-out");
  if (trouble === undefined) return undefined;
  const onHost = othersOnHost(file);
  const connecting = onHost.filter(isConnecting).length;
  if (connecting > 0) return refutedBy("connecting-on-host", { checks: connecting });
  const host = file.check.host ?? file.check.id;
  const alike = onHost.length === 0 ? undefined : line("failing-on-host", { host, ...countFailing([trouble.latest, ...onHost]) });
  const evidence = [failureMessage(trouble), ...known(alike), ...repetition(trouble)] as const;
  return fits("host-silent", { confidence: "possible", with: seenFrom(file), evidence });
}

/** First it accepted connections and did not serve them; now the system has no room for more. */
function isAcceptQueueFull(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "connect-timed-out");
  if (trouble === undefined) return undefined;
  const stalls = trouble.runs.filter(isStall).length;
  if (stalls === 0) return refutedBy("earlier-stalls", { stalls });
  const onHost = othersOnHost(file);
  const connecting = onHost.filter(isConnecting).length;
  const host = file.check.host ?? file.check.id;
  if (onHost.length > 0 && connecting === 0)
    return refutedBy("failing-on-host", { host, ...countFailing([trouble.latest, ...onHost]) });
  const contrast = connecting === 0 ? undefined : line("connecting-on-host", { checks: connecting });
  const evidence = [line("earlier-stalls", { stalls }), ...known(contrast), failureMessage(trouble)] as const;
  return fits("accept-queue-full", { confidence: connecting > 0 ? "likely" : "possible", with: {}, evidence });
}

function isStall(run: Outcome): boolean {
  return hasCode(run, STALLS);
}

function isNoRoute(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "connect-unreachable");
  if (trouble === undefined) return undefined;
  return fits("no-route", {
    confidence: "likely",
    with: seenFrom(file),
    evidence: [failureMessage(trouble), ...repetition(trouble)],
  });
}

function isResetOnConnect(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "connect-reset", "response-reset");
  if (trouble === undefined) return undefined;
  if (!isRepeated(trouble)) return refutedBy("failed-once", { code: trouble.latest.failure?.code ?? "" });
  return fits("reset-on-connect", {
    confidence: "possible",
    with: {},
    evidence: [failureMessage(trouble), ...repetition(trouble)],
  });
}

function isClosingOnRequest(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "response-closed");
  if (trouble === undefined) return undefined;
  if (!isRepeated(trouble)) return refutedBy("failed-once", { code: "response-closed" });
  return fits("closes-on-request", {
    confidence: "possible",
    with: {},
    evidence: [failureMessage(trouble), ...repetition(trouble)],
  });
}
