/** One check of a report in full: what was asked, what was expected and what came, and why. */
import type { Check, SourcePlace } from "../model/check.ts";
import type { ExpectationResult, ExpectationView } from "../render/view.ts";
import { COLUMNS } from "./labelled-lines.ts";
import { type AnswerOptions, renderAnswers } from "./run-answers.ts";
import type { RanCheck } from "./run-item.ts";
import { renderSteps } from "./run-steps.ts";
import { safeName, safeText } from "./safe-text.ts";
import { type ShownState, stateColor, stateIcon, type TerminalStyle } from "./terminal-style.ts";
import { displayWidth, padEndTo, shortenMiddle, wrapAll } from "./text-width.ts";

export interface DetailOptions extends AnswerOptions {
  readonly style: TerminalStyle;
}

const INDENT = "   ";
/** `GET https://…` */
const IS_ADDRESS = /^\w+ https?:\/\//;
/** A shorter title would say nothing. */
const TITLE_COLUMNS_MIN = 8;
const PLACE_COLUMNS_MAX = 40;
const EXPECTED_COLUMNS = 26;
const RESULT_STATES: Readonly<Record<ExpectationResult, ShownState>> = {
  held: "up",
  unmet: "down",
  slow: "slow",
  unjudged: "skipped",
};

export function renderDetails(item: RanCheck, options: DetailOptions): string[] {
  return [
    renderHead(item, options.style),
    ...renderRequest(item.outcome.evidence.request),
    ...renderFailure(item, options.style),
    ...item.expectations.flatMap((view) => renderExpectation(view, options.style)),
    ...renderAnswers(item, options),
    ...(item.attempts === undefined ? [] : renderSteps(item.check, item.attempts)),
  ];
}

/** ` ✕ acme-prod/checkout  결제 API                        checks.yaml:14` */
function renderHead({ check, outcome }: RanCheck, style: TerminalStyle): string {
  const icon = stateIcon(outcome.status, style);
  const place = placeOf(check.source);
  const columns = COLUMNS - icon.length - displayWidth(place) - 4;
  const line = ` ${icon} ${padEndTo(nameOf(check, columns), columns)}  ${place}`.trimEnd();
  return style.paint(stateColor(outcome.status), line);
}

/** The title gives way before the id does. */
function nameOf({ id, title }: Check, columns: number): string {
  const titleColumns = columns - displayWidth(id) - 2;
  if (title === id || titleColumns < TITLE_COLUMNS_MIN) return shortenMiddle(safeName(id), columns);
  return `${safeName(id)}  ${shortenMiddle(safeName(title), titleColumns)}`;
}

/** An address stays whole, so that it can be copied. */
function renderRequest(request = ""): string[] {
  const shown = safeName(request);
  const lines = IS_ADDRESS.test(shown) ? [shown] : wrapAll(shown, COLUMNS - INDENT.length);
  return lines.filter((line) => line !== "").map((line) => INDENT + line);
}

function placeOf(source: SourcePlace | undefined): string {
  return source === undefined ? "" : shortenMiddle(safeName(`${source.file}:${source.line}`), PLACE_COLUMNS_MAX);
}

/** What broke off the run, with the code by which docs/failures.md explains it. What was judged is told by the expectations. */
export function renderFailure({ outcome: { failure, status } }: RanCheck, style: TerminalStyle): string[] {
  if (failure === undefined || failure.code === "expectation-unmet") return [];
  return besides(stateIcon(status, style), { left: failure.code, right: safeText(failure.message) });
}

export function renderExpectation({ actual, expected, result }: ExpectationView, style: TerminalStyle): string[] {
  const icon = stateIcon(RESULT_STATES[result], style);
  return besides(icon, { left: safeText(expected), right: describeActual(result, actual && safeText(actual)) });
}

function describeActual(result: ExpectationResult, actual: string | undefined): string {
  if (result === "unjudged") return "not judged";
  return result === "held" ? (actual ?? "") : `got ${actual ?? "another value"}`;
}

/** Both beside each other; what is long goes on below. */
function besides(icon: string, { left, right }: { readonly left: string; readonly right: string }): string[] {
  const head = `${INDENT}${icon} `;
  const indent = " ".repeat(head.length);
  const roomColumns = COLUMNS - head.length;
  const isShort = displayWidth(left) <= EXPECTED_COLUMNS;
  const leftColumns = isShort ? EXPECTED_COLUMNS + 1 : 0;
  const [first = "", ...others] = wrapAll(right, roomColumns - leftColumns);
  if (isShort) {
    const under = indent + " ".repeat(leftColumns);
    return [head + padEndTo(left, leftColumns) + first, ...others.map((line) => under + line)].map((line) => line.trimEnd());
  }
  if (displayWidth(`${left} ${right}`) <= roomColumns) return [`${head}${left} ${right}`.trimEnd()];
  const lines = [...wrapAll(left, roomColumns), ...wrapAll(right, roomColumns)];
  return lines.map((line, index) => ((index === 0 ? head : indent) + line).trimEnd());
}
