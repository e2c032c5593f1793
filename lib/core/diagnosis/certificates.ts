/** Certificates: what was presented says all. */
import type { CauseId } from "../model/cause.ts";
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { FailureCode } from "../model/failure.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { type BadRuns, badRunsOf, badRunsWith, failureMessage, lastGood, numberFact, unmetLine } from "./runs.ts";

const NAMES_MAX_CHARACTERS = 200;
/** Enough to tell two certificates apart. */
const FINGERPRINT_CHARACTERS = 8;
const EXPIRY_FACTS = ["certificate.daysLeft", "chainDaysLeft"] as const;

/** Causes that need no words beside what was presented. */
type Presented = Extract<
  CauseId,
  | "certificate-expired"
  | "certificate-not-yet-valid"
  | "certificate-name-mismatch"
  | "certificate-untrusted"
  | "certificate-chain-incomplete"
>;

const CODES: Readonly<Record<Presented, readonly FailureCode[]>> = {
  "certificate-expired": ["certificate-expired"],
  "certificate-not-yet-valid": ["certificate-not-yet-valid"],
  "certificate-name-mismatch": ["certificate-name-mismatch"],
  "certificate-untrusted": ["certificate-untrusted", "certificate-self-signed"],
  "certificate-chain-incomplete": ["certificate-chain-incomplete"],
};

export const certificateRules: readonly Rule[] = [
  presentedRule(19, "certificate-expired"),
  presentedRule(19, "certificate-not-yet-valid"),
  presentedRule(20, "certificate-name-mismatch"),
  presentedRule(20, "certificate-chain-incomplete"),
  presentedRule(20, "certificate-untrusted"),
  { row: 19, cause: "certificate-expiring", layer: "target", atMost: "confirmed", examine: isExpiring },
];

function presentedRule(row: number, cause: Presented): Rule {
  const examine = (file: CaseFile): Examination => {
    const trouble = badRunsWith(file, ...CODES[cause]);
    if (trouble === undefined) return undefined;
    const lines = [certificateLine(trouble.latest), namesLine(trouble.latest), changedLine(trouble)];
    const evidence = [failureMessage(trouble), ...known(...lines)] as const;
    return fits(cause, { confidence: "confirmed", with: {}, evidence });
  };
  return { row, cause, layer: "target", atMost: "confirmed", examine };
}

/** The days that the check itself asks for are not left. */
function isExpiring(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined) return undefined;
  const daysLeft = numberFact(trouble.latest, "chainDaysLeft") ?? numberFact(trouble.latest, "certificate.daysLeft");
  if (daysLeft === undefined) return undefined;
  const unmet = unmetLine(trouble.latest, ...EXPIRY_FACTS);
  if (unmet === undefined) return refutedBy("certificate-fine", { daysLeft });
  const evidence = [unmet, ...known(certificateLine(trouble.latest))] as const;
  return fits("certificate-expiring", { confidence: "confirmed", with: { daysLeft }, evidence });
}

function certificateLine({ evidence }: Outcome): EvidenceLine | undefined {
  if (evidence.certificate === undefined) return undefined;
  const { subject, issuer, validTo, daysLeft } = evidence.certificate;
  return line("certificate", { subject, issuer, validTo, daysLeft });
}

function namesLine({ evidence, failure }: Outcome): EvidenceLine | undefined {
  if (failure?.code !== "certificate-name-mismatch" || evidence.certificate === undefined) return undefined;
  return line("certificate-names", { names: evidence.certificate.names.join(", ").slice(0, NAMES_MAX_CHARACTERS) });
}

/** That it is another than the last good run saw: somebody has just exchanged it, or another server answers. */
function changedLine(trouble: BadRuns): EvidenceLine | undefined {
  const now = trouble.latest.evidence.certificate?.fingerprint;
  const before = lastGood(trouble)?.evidence.certificate?.fingerprint;
  if (now === undefined || before === undefined || now === before) return undefined;
  return line("certificate-changed", {
    now: now.slice(0, FINGERPRINT_CHARACTERS),
    before: before.slice(0, FINGERPRINT_CHARACTERS),
  });
}
