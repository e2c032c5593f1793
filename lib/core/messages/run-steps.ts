/** Every step of every attempt of a run, for `--verbose`: when it began, how long it took, and what came back. */
import type { Check } from "../model/check.ts";
import type { Facts } from "../model/fact.ts";
import type { CertificateSummary, Observation } from "../model/outcome.ts";
import { formatDuration, formatMeasuredMs } from "../model/units.ts";
import { isRecord, isText } from "../shapes.ts";
import { labelled } from "./labelled-lines.ts";
import { safeHeader } from "./safe-header.ts";
import { safeText } from "./safe-text.ts";
import { padEndTo, padStartTo } from "./text-width.ts";

const MOMENT_COLUMNS = 11;
const PHASE_COLUMNS = 12;
const TIME_COLUMNS = 8;
const HEADERS_MAX = 50;
/** Shown as headers and as what the target says. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["headers", "body"]);

export function renderSteps(check: Check, attempts: readonly Observation[]): string[] {
  return [
    ...labelled("limits", `timeout ${formatDuration(check.timeoutMs)}, every ${formatDuration(check.everyMs)}`),
    ...listed("sent", headersOf(check.target)),
    ...attempts.flatMap((attempt, index) => renderAttempt(attempt, attempts.length > 1 ? `steps ${index + 1}` : "steps")),
  ];
}

function renderAttempt(attempt: Observation, label: string): string[] {
  const { evidence, facts, failure } = attempt;
  return [
    ...steps(attempt).flatMap((step, index) => labelled(index === 0 ? label : "", step)),
    ...labelled("ended", failure && `${failure.code} in ${failure.phase}: ${safeText(failure.message)}`),
    ...labelled("address", evidence.address && safeText(evidence.address)),
    ...labelled("cert", evidence.certificate && describeCertificate(evidence.certificate)),
    ...listed("redirect", evidence.redirects?.map(safeText) ?? []),
    ...listed("received", headersOf(facts)),
    ...labelled("facts", describeFacts(facts)),
  ];
}

/** `+15 ms     tls           22 ms` */
function steps({ phases, totalMs }: Observation): string[] {
  let beganMs = 0;
  const lines = phases.map(({ phase, ms }) => {
    const line = stepText(`+${formatMeasuredMs(beganMs)}`, safeText(phase), ms);
    beganMs += ms;
    return line;
  });
  return phases.length === 0 ? [] : [...lines, stepText("=", "total", totalMs)];
}

function stepText(moment: string, phase: string, ms: number): string {
  return padEndTo(moment, MOMENT_COLUMNS) + padEndTo(phase, PHASE_COLUMNS) + padStartTo(formatMeasuredMs(ms), TIME_COLUMNS);
}

function describeCertificate({ daysLeft, fingerprint, issuer, names, subject, validFrom, validTo }: CertificateSummary): string {
  const life = `valid from ${validFrom} to ${validTo} (${Math.floor(daysLeft)} days left)`;
  return [`${subject} by ${issuer}`, life, `for ${names.join(", ")}`, `SHA-256 ${fingerprint}`].map(safeText).join("; ");
}

/** Of a target one value a name, of an answer several. */
function headersOf(source: unknown): string[] {
  const headers = isRecord(source) && isRecord(source.headers) ? Object.entries(source.headers) : [];
  return headers.slice(0, HEADERS_MAX).flatMap(([name, values]) =>
    [values]
      .flat()
      .filter(isText)
      .map((value) => safeHeader(name, value)),
  );
}

function describeFacts(facts: Facts): string {
  const shown = Object.entries(facts).filter(([name]) => !SHOWN_ELSEWHERE.has(name));
  return shown.map(([name, value]) => safeText(`${name} ${Array.isArray(value) ? value.join(" ") : String(value)}`)).join(", ");
}

/** The label stands before the first. */
function listed(label: string, texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => labelled(index === 0 ? label : "", text));
}
