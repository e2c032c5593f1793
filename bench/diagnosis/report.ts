/** The bench in words: a table for the terminal, and docs/diagnosis.md. */
import type { Finding } from "../../lib/core/model/diagnosis.ts";
import { median } from "../../lib/core/trends/quantiles.ts";
import { describeMachine } from "../machine.ts";
import type { Fault } from "./fault.ts";
import type { Played } from "./run-faults.ts";
import { countMarks, GOAL, type Totals } from "./totals.ts";

export interface Results {
  readonly faults: readonly Fault[];
  readonly played: readonly Played[];
  readonly totals: Totals;
  readonly tookMs: number;
}

const HEAD = `| what was broken | right is | right | possible | wrong | none | evidence | ms |
|---|---|---|---|---|---|---|---|`;

export function tableOf({ faults, played }: Results): string {
  const rows = faults.map((fault) =>
    tableRow(
      fault,
      played.filter(({ fault: name }) => name === fault.name),
    ),
  );
  return [HEAD, ...rows].join("\n");
}

/** Lines of evidence for the first cause and milliseconds, as medians of the variants. */
function tableRow({ name, right }: Fault, variants: readonly Played[]): string {
  const marks = countMarks(variants);
  const counts = [marks.right, marks.possible, marks.wrong, marks.none].map((count) => (count === 0 ? "" : count));
  const evidenceCount = median(variants.map((one) => one.evidenceCount)) ?? 0;
  const tookMs = Math.round(median(variants.map((one) => one.tookMs)) ?? 0);
  return row(name, right.length === 0 ? "nothing" : right.join(", "), ...counts, evidenceCount, tookMs);
}

export function summaryOf({ totals, faults, tookMs }: Results): string {
  const { share, falselyConfirmed, falseClaims, isReached } = totals;
  const kinds = faults.filter(({ right }) => right.length > 0).length;
  const counts = Object.entries(totals.faults).map(([mark, count]) => `${count} ${mark}`);
  const { right, possible, wrong } = totals.innocents;
  return [
    `${kinds} kinds of fault: ${counts.join(", ")}; right or honestly possible: ${percent(share)} (goal: ${percent(GOAL.share)}).`,
    `Innocents: nothing was said of ${right}, "possible" of ${possible}, more of ${wrong}.`,
    `False claims: ${falselyConfirmed} confirmed (goal: ${GOAL.falselyConfirmed}), ${falseClaims.length - falselyConfirmed} likely.`,
    `${isReached ? "The goal is reached" : "The goal is missed"}, in ${Math.round(tookMs / 1_000)} s.`,
  ].join("\n");
}

export function documentOf(results: Results): string {
  const { played, totals } = results;
  const missed = played.filter(({ mark, isInnocent }) => mark === "wrong" || mark === "none" || (isInnocent && mark !== "right"));
  const guessed = played.filter(({ mark, isInnocent }) => mark === "possible" && !isInnocent);
  return `${INTRODUCTION}
Measured ${describeMachine()}.

${summaryOf(results).replaceAll("\n", "  \n")}

## What was broken, and what was said

*right*: the first cause is a right one. *possible*: no more than "possible" is said, and it is an honest guess or names the right cause too. *wrong*: another
cause stands first. *none*: nothing is said. Each kind was broken in several ways; evidence (lines) and ms are medians of them, with all the time that was
lived through before.

${tableOf(results)}

## False claims

${listOf(totals.falseClaims.map(({ fault, variant, finding }) => `${fault} (${variant}): ${said([finding])}`))}
## Wrong, or not told

${listOf(missed.map(sentenceOf))}
## Guessed

${listOf(guessed.map(sentenceOf))}
${NOT_TOLD_APART}`;
}

function sentenceOf({ fault, variant, findings }: Played): string {
  return `${fault} (${variant}): ${said(findings)}`;
}

function said(findings: readonly Finding[]): string {
  if (findings.length === 0) return "nothing was said";
  return findings.map(({ cause, confidence }) => `\`${cause}\` ${confidence}`).join(", ");
}

function listOf(lines: readonly string[]): string {
  return lines.length === 0 ? "None.\n" : `${lines.map((line) => `- ${line}\n`).join("")}`;
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

const INTRODUCTION = `# Diagnosis, tried on real faults

Written by \`npm run bench:diagnosis\`, on Linux; it ends with 1 when the goal is missed. \`-- --only REDIRECT\` plays the kinds whose names match, \`-- --json\`
prints every finding. \`npm test\` plays one variant of each quick kind.

Real servers and processes of one computer are watched by the real probes. All is well for a while, then something is broken, and the product is asked why as
it asks itself before a message: alarms, incidents, evidence and diagnosis are its own. Only the schedule is not, so that a minute need not last one.
`;

const NOT_TOLD_APART = `## What it cannot tell apart

- A process that is busy, blocked or stopped: from outside all of them accept and do not answer, and none of them is claimed.
- One process that is gone from a firewall that refuses, and a host that is down from a firewall that drops.
- A route that one host lacks from a way out that nobody has, where there is one place to probe from: then the location is only possible.
- A replica that refuses, behind a name with two addresses, from a service that comes and goes: the refusal is told first, the turns after it.
- A first run that is slow because our own process has just begun: the investigation is not told so, and nothing is said of it.
- A \`tcp\` check with TLS 1.3 and no script ends before the server refuses its certificate, and is up.
- Trouble at every half hour, where it ends before the next: an incident looks back for half an hour, and sees one of them. Slow runs are kept for longer.
- A body larger than its limit, a proxy that fails, a query or script with another answer, a series that is missing: no cause is claimed, the failure's own words stand.

It says nothing about faults that nobody has built here. Everything runs on one computer, so that usual times are below a millisecond and no network is
rough; JVM, Pushgateway, kdb+ and AWS are stand-ins that speak as they do on the wire.
`;
