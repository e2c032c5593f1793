/** What causes and evidence say to people, by language. */
import type { CauseId } from "../model/cause.ts";
import type { Language } from "../model/check.ts";
import type { EvidenceLine, EvidenceLineOf, Finding, FindingOf } from "../model/diagnosis.ts";
import type { LineId } from "../model/evidence-line.ts";
import { englishCauses } from "./causes.en.ts";
import { koreanCauses } from "./causes.ko.ts";
import type { CauseCatalogue, EvidenceCatalogue, TimeOfDay } from "./causes-contract.ts";
import { englishEvidence } from "./evidence.en.ts";
import { koreanEvidence } from "./evidence.ko.ts";
import { formatTime } from "./moment.ts";

export interface CauseTexts {
  /** What it is in one sentence, and one to three next steps. */
  cause(finding: Pick<Finding, "cause" | "with">): { readonly says: string; readonly next: readonly string[] };
  /** One sentence without a full stop. */
  line(evidence: EvidenceLine): string;
}

interface Catalogue {
  readonly causes: CauseCatalogue;
  readonly evidence: EvidenceCatalogue;
}

const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  en: { causes: englishCauses, evidence: englishEvidence },
  ko: { causes: koreanCauses, evidence: koreanEvidence },
};

/** `timezone`: IANA zone of the times. Text from outside that stands in the particulars is told as it is. */
export function causeTexts(language: Language, timezone = "UTC"): CauseTexts {
  const { causes, evidence } = CATALOGUES[language];
  const time: TimeOfDay = (atEpochMs) => formatTime(atEpochMs, timezone);
  return {
    cause: (finding) => sayCause(causes, { time, ...finding }),
    line: (seen) => sayLine(evidence, { time, ...seen }),
  };
}

type Timed<Said> = Said & { readonly time: TimeOfDay };

/** What another version has written may be unknown here: its id still says something. */
function sayCause<Id extends CauseId>(causes: CauseCatalogue, finding: Timed<Pick<FindingOf<Id>, "cause" | "with">>) {
  const { cause } = finding;
  return Object.hasOwn(causes, cause) ? causes[cause](finding.with, finding.time) : { says: `${cause}.`, next: [] };
}

function sayLine<Id extends LineId>(evidence: EvidenceCatalogue, seen: Timed<EvidenceLineOf<Id>>): string {
  const { line } = seen;
  return Object.hasOwn(evidence, line) ? evidence[line](seen.with, seen.time) : line;
}
