/** One address in short, for `bongsu run https://…`: whether it answers, how fast, where the time went, and why it does not. */
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { COLUMNS } from "./labelled-lines.ts";
import { renderAnswers } from "./run-answers.ts";
import { type DetailOptions, renderExpectation, renderFailure } from "./run-details.ts";
import type { RanCheck } from "./run-item.ts";
import { renderSteps } from "./run-steps.ts";
import { safeName } from "./safe-text.ts";
import { stateColor, stateText, type TerminalStyle } from "./terminal-style.ts";
import { displayWidth, shortenMiddle } from "./text-width.ts";

export function renderAddress(item: RanCheck, options: DetailOptions): string[] {
  const unmet = item.expectations.filter(({ result }) => result === "unmet" || result === "slow");
  return [
    renderHead(item, options.style),
    ...renderFailure(item, options.style),
    ...unmet.flatMap((view) => renderExpectation(view, options.style)),
    ...renderAnswers(item, { ...options, hasBar: true }),
    ...(item.attempts === undefined ? [] : renderSteps(item.check, item.attempts)),
  ];
}

/** ` ✕ DOWN  api.acme.example/health   503 in 650 ms` */
function renderHead({ check, outcome }: RanCheck, style: TerminalStyle): string {
  const state = stateText(outcome.status, style);
  const came = describeAnswer(outcome);
  const name = shortenMiddle(safeName(check.title), COLUMNS - displayWidth(state) - displayWidth(came) - 6);
  return style.paint(stateColor(outcome.status), ` ${state}  ${name}   ${came}`);
}

function describeAnswer({ facts: { status }, failure, totalMs }: Outcome): string {
  const isAnswered = typeof status === "number";
  const came = isAnswered ? String(status) : failure === undefined ? "answered" : failure.code;
  return `${came} in ${formatMeasuredMs(totalMs)}`;
}
