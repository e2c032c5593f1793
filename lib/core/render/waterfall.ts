/** The phases of one run, each where it began, over the outline of what is usual at this hour; and the table behind it. */
import { formatTimes } from "../messages/quantities.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import type { PhaseTime } from "../model/outcome.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import { describePhases, longestPhase, phaseClass } from "./phase-bar.ts";

export interface WaterfallOptions {
  readonly totalMs: number;
  readonly usual: readonly PhaseTime[];
  readonly usualTotalMs?: number;
  readonly language: Language;
}

const WIDTH = 720;
const LABEL = 96;
/** Room for the outline of what ended last. */
const RIGHT = 6;
const STEP = 24;
const BAR = 14;
/** Of the bar that is drawn for what took no time at all. */
const SEEN_MIN = 1.5;

/** Nothing for a run of which no phase is known. */
export function waterfall(phases: readonly PhaseTime[], options: WaterfallOptions): Html | undefined {
  if (phases.length === 0) return undefined;
  const { picture } = pageTexts(options.language);
  const usualOf = new Map(options.usual.map(({ phase, ms }) => [phase, ms]));
  const rows = placeRows(phases, usualOf);
  const widestMs = Math.max(1e-6, ...rows.map(({ startMs, ms, usualMs = 0 }) => startMs + Math.max(ms, usualMs)));
  const scale = (ms: number) => Math.round(((WIDTH - LABEL - RIGHT) * ms * 10) / widestMs) / 10;
  return html`<p>${describeLongest(phases, options)}</p><figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${rows.length * STEP}" role="img" aria-label="${picture.waterfall(describePhases(phases, options.language))}">${rows.map((row, at) => drawRow(row, { y: at * STEP + 5, scale }))}</svg>
${usualOf.size > 0 && html`<figcaption>${picture.usualBar}</figcaption>`}
</figure>${phaseTable(rows, options)}`;
}

function describeLongest(phases: readonly PhaseTime[], { language, totalMs }: WaterfallOptions): string {
  const { measured } = storyTexts(language);
  return pageTexts(language).picture.longest(longestPhase(phases, language), measured(totalMs));
}

interface Row extends PhaseTime {
  readonly startMs: number;
  readonly usualMs?: number;
}

function placeRows(phases: readonly PhaseTime[], usualOf: ReadonlyMap<string, number>): Row[] {
  let startMs = 0;
  return phases.map(({ phase, ms }) => {
    const usualMs = usualOf.get(phase);
    const row = { phase, ms, startMs, ...(usualMs !== undefined && { usualMs }) };
    startMs += ms;
    return row;
  });
}

interface Place {
  readonly y: number;
  readonly scale: (ms: number) => number;
}

function drawRow({ phase, ms, startMs, usualMs }: Row, { y, scale }: Place): Html {
  const x = LABEL + scale(startMs);
  const usual =
    usualMs === undefined
      ? undefined
      : html`<rect class="usual" x="${x}" y="${y - 2.5}" width="${Math.max(SEEN_MIN, scale(usualMs))}" height="${BAR + 5}"/>`;
  return html`<text class="tick" x="0" y="${y + 11}">${phase}</text><rect class="phase ${phaseClass(phase)}" x="${x}" y="${y}" width="${Math.max(SEEN_MIN, scale(ms))}" height="${BAR}"/>${usual}`;
}

function phaseTable(rows: readonly Row[], { language, totalMs, usualTotalMs }: WaterfallOptions): Html {
  const { columns, total } = pageTexts(language).picture;
  const all = [...rows, { phase: total, ms: totalMs, ...(usualTotalMs !== undefined && { usualMs: usualTotalMs }) }];
  return html`<table class="data"><thead><tr><th>${columns.phase}</th><th>${columns.thisRun}</th><th>${columns.usual}</th><th>${columns.times}</th></tr></thead>
<tbody>${all.map((row, at) => tableRow(row, { language, isTotal: at === rows.length }))}</tbody></table>`;
}

function tableRow(
  { phase, ms, usualMs }: Omit<Row, "startMs">,
  { language, isTotal }: { language: Language; isTotal: boolean },
): Html {
  const { measured } = storyTexts(language);
  const times = usualMs === undefined || usualMs <= 0 ? "–" : formatTimes(ms / usualMs);
  const key = isTotal ? undefined : html`<span class="key ${phaseClass(phase)}"></span>`;
  return html`<tr><th scope="row">${key}${phase}</th><td>${measured(ms)}</td><td>${usualMs === undefined ? "–" : measured(usualMs)}</td><td>${times}</td></tr>`;
}
