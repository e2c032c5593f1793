/** What `bongsu explain` prints: the rules that fired, what is ruled out, and the rules rejected with the number that speaks against each. */
import type { Diagnosis, Finding } from "../model/diagnosis.ts";
import type { Outcome, Status } from "../model/outcome.ts";
import { type CauseTexts, causeTexts } from "./causes.ts";
import { plainText } from "./plain-text.ts";
import { reasonOf } from "./reason.ts";
import { STATE_WORDS } from "./state-words.ts";
import { padEndTo, wrap } from "./text-width.ts";

const COLUMNS = 80;
const LABEL_COLUMNS = 12;

export interface Explanation {
  readonly check: string;
  readonly location: string;
  readonly status: Status;
  readonly timezone: string;
  /** The newest run. */
  readonly outcome?: Outcome;
  readonly diagnosis: Diagnosis;
}

/** One entry a line. Text from outside is made safe for a terminal. */
export function renderExplanation({ check, location, status, timezone, outcome, diagnosis }: Explanation): string[] {
  const texts = causeTexts("en", timezone);
  const { icon, word } = STATE_WORDS[status];
  const { findings, rejected, ruledOut } = diagnosis;
  return [
    `${icon} ${word} ${plainText(check)} from ${plainText(location)}`,
    ...labelled("seen", outcome === undefined ? [] : [reasonOf(outcome)]),
    ...findings.flatMap((finding) => describeFinding(finding, texts)),
    ...labelled(
      "fired",
      findings.length === 0 ? [status === "up" ? "no rule: nothing is wrong" : "no rule: no known pattern"] : [],
    ),
    ...labelled("ruled out", ruledOut.map(texts.line)),
    ...labelled(
      "rejected",
      rejected.map(({ cause, because }) => `${cause}: ${texts.line(because)}`),
    ),
    "",
  ];
}

function describeFinding(finding: Finding, texts: CauseTexts): string[] {
  const { says, next } = texts.cause(finding);
  return [
    ...labelled("fired", [`${finding.cause}, ${finding.confidence}: ${says}`]),
    ...labelled("because", finding.evidence.map(texts.line)),
    ...labelled("next", next),
  ];
}

/** The label stands before the first line only. */
function labelled(label: string, texts: readonly string[]): string[] {
  return texts
    .filter((text) => text !== "")
    .flatMap((text) => wrap(plainText(text), COLUMNS - LABEL_COLUMNS))
    .map((line, index) => `  ${padEndTo(index === 0 ? label : "", LABEL_COLUMNS - 2)}${line}`);
}
