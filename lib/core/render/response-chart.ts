/** Response times as two lines, median and 95th percentile, with gaps where nothing was measured, and the table behind them. */
import { formatClockTime, formatHourMinute } from "../messages/local-time.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { timelineSpan } from "./heartbeat-row.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import type { Bucket, DrawContext, Timeline } from "./view.ts";

const LEFT = 64;
const TOP = 12;
const WIDTH = 720;
const HEIGHT = 160;
const TIME_MARKS = 4;

type Line = "p50Ms" | "p95Ms";

type Reader = Pick<DrawContext, "language" | "timezone">;

export function responseChart(timeline: Timeline, reader: Reader): Html {
  const { language } = reader;
  const { picture } = pageTexts(language);
  const span = timelineSpan(timeline, language);
  const slowestMs = Math.max(0, ...timeline.buckets.flatMap(({ p50Ms, p95Ms }) => [p50Ms ?? 0, p95Ms ?? 0]));
  if (slowestMs === 0) return html`<p class="muted">${picture.noResponses(span)}</p>${dataTable(timeline, reader)}`;
  const scale = { topMs: roundUp(slowestMs), count: timeline.buckets.length };
  const says = picture.responses(span, storyTexts(language).measured(slowestMs));
  return html`<p>${says}</p><figure class="chart">
<svg viewBox="0 0 ${LEFT + WIDTH + 24} ${TOP + HEIGHT + 28}" role="img" aria-label="${says}">
${gridLines(scale.topMs, language)}${timeMarks(timeline, reader.timezone)}
<path class="line p95" d="${linePath(timeline, { ...scale, line: "p95Ms" })}"/><path class="line p50" d="${linePath(timeline, { ...scale, line: "p50Ms" })}"/>
</svg>
<figcaption>${legend(timeline, language)}</figcaption>
</figure>${dataTable(timeline, reader)}`;
}

/** A lone point is a line of no length, which round caps turn into a dot. */
function linePath({ buckets }: Timeline, options: { topMs: number; count: number; line: Line }): string {
  let isDrawing = false;
  const commands = buckets.map((bucket, at) => {
    const valueMs = bucket[options.line];
    const wasDrawing = isDrawing;
    isDrawing = valueMs !== undefined;
    if (valueMs === undefined) return "";
    const point = `${round(LEFT + (WIDTH * (at + 0.5)) / options.count)} ${round(heightOf(valueMs, options.topMs))}`;
    return wasDrawing ? `L${point}` : `M${point}h0`;
  });
  return commands.join("");
}

/** A percentile of few answers would only repeat the slowest one, so it is drawn where there are enough. */
function legend({ bucketMs, buckets }: Timeline, language: Language): Html {
  const { picture } = pageTexts(language);
  const median = html`<span class="key p50"></span>${picture.median(storyTexts(language).span(bucketMs))}`;
  if (buckets.every(({ p95Ms }) => p95Ms === undefined)) return median;
  return html`${median} <span class="key p95"></span>${picture.p95}`;
}

function gridLines(topMs: number, language: Language): Html[] {
  return [0, topMs / 2, topMs].map((valueMs) => {
    const y = round(heightOf(valueMs, topMs));
    return html`<path class="grid" d="M${LEFT} ${y}h${WIDTH}"/><text class="tick" x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${measured(valueMs, language)}</text>`;
  });
}

function timeMarks({ buckets }: Timeline, timezone: string): Html[] {
  return Array.from({ length: TIME_MARKS + 1 }, (_, mark) => {
    const at = Math.round(((buckets.length - 1) * mark) / TIME_MARKS);
    const x = round(LEFT + (WIDTH * (at + 0.5)) / buckets.length);
    return html`<text class="tick" x="${x}" y="${TOP + HEIGHT + 22}" text-anchor="middle">${axisTime(buckets[at], timezone)}</text>`;
  });
}

function dataTable(timeline: Timeline, { language, timezone }: Reader): Html | undefined {
  if (timeline.buckets.every(({ runs }) => runs === 0)) return undefined;
  const { picture, states } = pageTexts(language);
  const { from, worst, runs, median, p95 } = picture.columns;
  const rows = timeline.buckets
    .filter((bucket) => bucket.runs > 0)
    .map(
      (bucket) =>
        html`<tr><td>${formatClockTime(bucket.startEpochMs, timezone)}</td><td>${states[bucket.state]}</td><td>${bucket.runs}</td><td>${measured(bucket.p50Ms, language)}</td><td>${measured(bucket.p95Ms, language)}</td></tr>`,
    );
  return html`<details id="chart-data"><summary>${picture.asTable}</summary>
<table class="data"><thead><tr><th>${from}</th><th>${worst}</th><th>${runs}</th><th>${median}</th><th>${p95}</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function axisTime(bucket: Bucket | undefined, timezone: string): string {
  return bucket === undefined ? "" : formatHourMinute(bucket.startEpochMs, timezone);
}

function measured(valueMs: number | undefined, language: Language): string {
  return valueMs === undefined ? "–" : storyTexts(language).measured(valueMs);
}

function heightOf(valueMs: number, topMs: number): number {
  return TOP + HEIGHT * (1 - valueMs / topMs);
}

/** 1, 2 or 5 times a power of ten: round numbers on the axis. */
function roundUp(valueMs: number): number {
  const power = 10 ** Math.floor(Math.log10(valueMs));
  return ([1, 2, 5, 10].find((step) => step * power >= valueMs) ?? 10) * power;
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
