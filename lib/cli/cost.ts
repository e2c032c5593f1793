/** `bongsu cost`: the bill before it comes, and the change that would make it smaller. */
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import { type Estimate, estimateCost } from "../core/cost/estimate.ts";
import { COLUMNS } from "../core/messages/labelled-lines.ts";
import { hang, padEndTo, wordsOf, wrap, wrapWords } from "../core/messages/text-width.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface CostOptions {
  /** Path of the configuration. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

const INDENT = "   ";
/** In 80 columns a row holds service, detail, sum, share and bar; what is long of a detail goes on below. */
const DETAIL_COLUMNS = 30;
const BAR_COLUMNS = 8;
/** Below a cent nobody wants to know of how many. */
const SHOWN_USD_MIN = 0.005;

/** Exit code: 0 shown, 2 configuration wrong, 3 no such file. */
export async function cost({ config, json, output }: CostOptions): Promise<number> {
  const loaded = await loadConfigFile(config);
  if ("unreadable" in loaded) {
    output.error(`${loaded.unreadable}\n`);
    return ExitCode.couldNotRun;
  }
  if ("problems" in loaded) {
    for (const problem of loaded.problems) output.error(`${formatProblem(problem, loaded.text)}\n\n`);
    return ExitCode.configurationWrong;
  }
  const estimate = await estimateCost(loaded.config);
  output.write(json ? `${JSON.stringify({ schemaVersion: 1, ...estimate }, null, 2)}\n` : `${toLines(estimate).join("\n")}\n`);
  return ExitCode.allGood;
}

function toLines(estimate: Estimate): string[] {
  const { lines, plan, pricesOf, region, syntheticsUsd, usd } = estimate;
  const shown = lines.filter((line) => line.usd >= SHOWN_USD_MIN);
  const hidden = lines.filter((line) => line.usd < SHOWN_USD_MIN).map(({ service }) => service);
  return [
    ...wrapped("", `${plan}, list prices of ${region} in ${pricesOf}, USD a month`),
    "",
    ...shown.flatMap((line) => lineText(line, usd)),
    ...(hidden.length === 0 ? [] : wrapped(INDENT, `less than a cent: ${hidden.join(", ")}`)),
    `${INDENT}${"-".repeat(COLUMNS - INDENT.length)}`,
    ...wrapped(INDENT, `about ${money(usd)} a month (free tier not counted); each check about ${money(estimate.perCheckUsd)}`),
    ...wrapped(INDENT, placesText(estimate)),
    ...wrapped(INDENT, metricFormsText(estimate)),
    ...wrapped(INDENT, `as canaries of CloudWatch Synthetics: about ${money(syntheticsUsd)}`),
    "",
    ...leverText(estimate),
    ...estimate.notes.flatMap((note) => wrapped("note: ", note)),
  ];
}

function metricFormsText({ metricForms: { cheaper, classicUsd, otlpUsd } }: Estimate): string {
  const saved = money(Math.abs(classicUsd - otlpUsd));
  const verdict = cheaper === "otlp" ? `otlp saves ${saved} (docs/otlp.md)` : `classic is cheaper by ${saved}`;
  const isSame = money(classicUsd) === money(otlpUsd);
  return `metrics: classic ${money(classicUsd)}, metrics: otlp ${money(otlpUsd)}: ${isSame ? "no difference" : verdict}`;
}

function lineText({ detail, service, usd }: Estimate["lines"][number], totalUsd: number): string[] {
  const share = totalUsd === 0 ? 0 : usd / totalUsd;
  const bar = "#".repeat(Math.round(share * BAR_COLUMNS));
  const percent = `${Math.round(share * 100)} %`.padStart(5);
  const [first = "", ...others] = detailLines(detail);
  const sum = `${padEndTo(first, DETAIL_COLUMNS)} ${money(usd).padStart(9)} ${percent} ${bar}`;
  return hang([sum, ...others], { head: `${INDENT}${service.padEnd(21)} ` });
}

/** `53,890 requests,` and below it `20,600 metrics read`: a number stays with what it counts. */
function detailLines(detail: string): string[] {
  const parts = detail.split(/(?<=,) /).flatMap((part) => wrap(part, DETAIL_COLUMNS));
  return wrapWords(parts, DETAIL_COLUMNS);
}

/** Nothing of no places. */
function placesText({ places }: Estimate): string {
  const each = places.map(({ place, usd }) => `${place} ${money(usd)}`);
  return each.length === 0 ? "" : `of it by place: ${each.join(", ")}`;
}

function leverText({ lever, usd }: Estimate): string[] {
  if (lever === undefined) return ["biggest lever: none; fewer checks alone would cost less"];
  const saving = `${money(usd)} -> ${money(lever.usd)}, saves ${money(lever.savesUsd)}`;
  return [...wrapped("biggest lever: ", lever.change), `${INDENT}${saving}`];
}

/** What goes on stands below the text, or indented where nothing stands before it. */
function wrapped(head: string, text: string): string[] {
  if (text === "") return [];
  const indent = head === "" ? INDENT.length : head.length;
  const columns = COLUMNS - indent;
  return hang(wrapWords(wordsOf(text, columns), columns), { head, indent });
}

function money(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
