/** Response times as two lines, median and 95th percentile, with gaps where nothing was measured, and the table behind them. */

import { formatClockTime, formatHourMinute } from "../messages/local-time.ts";
import { formatDuration, formatMeasuredMs } from "../model/units.ts";
import { timelineSpan } from "./heartbeat-row.ts";
import { type Html, html } from "./html.ts";
import { STATE_WORDS } from "./state-badge.ts";
import type { Bucket, Timeline } from "./view.ts";

const LEFT = 64;
const TOP = 12;
const WIDTH = 720;
const HEIGHT = 160;
const TIME_MARKS = 4;

type Line = "p50Ms" | "p95Ms";

/** `timezone`: IANA zone in which times are written. */
export function responseChart(timeline: Timeline, timezone: string): Html {
  const slowestMs = Math.max(0, ...timeline.buckets.flatMap(({ p50Ms, p95Ms }) => [p50Ms ?? 0, p95Ms ?? 0]));
  if (slowestMs === 0) return html`<p class="muted">No answer was measured in the last ${timelineSpan(timeline)}.</p>`;
  const scale = { topMs: roundUp(slowestMs), count: timeline.buckets.length };
  return html`<figure class="chart">
<svg viewBox="0 0 ${LEFT + WIDTH + 24} ${TOP + HEIGHT + 28}" role="img" aria-label="Response time of the last ${timelineSpan(timeline)}, at most ${formatMeasuredMs(slowestMs)}.">
${gridLines(scale.topMs)}${timeMarks(timeline, timezone)}
<path class="line p95" d="${linePath(timeline, { ...scale, line: "p95Ms" })}"/><path class="line p50" d="${linePath(timeline, { ...scale, line: "p50Ms" })}"/>
</svg>
<figcaption>${legend(timeline)}</figcaption>
</figure>${dataTable(timeline, timezone)}`;
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
function legend({ bucketMs, buckets }: Timeline): Html {
  const median = html`<span class="key p50"></span>median of each ${formatDuration(bucketMs)}`;
  if (buckets.every(({ p95Ms }) => p95Ms === undefined)) return median;
  return html`${median} <span class="key p95"></span>95th percentile, where there are 20 answers or more`;
}

function gridLines(topMs: number): Html[] {
  return [0, topMs / 2, topMs].map((valueMs) => {
    const y = round(heightOf(valueMs, topMs));
    return html`<path class="grid" d="M${LEFT} ${y}h${WIDTH}"/><text class="tick" x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${formatMeasuredMs(valueMs)}</text>`;
  });
}

function timeMarks({ buckets }: Timeline, timezone: string): Html[] {
  return Array.from({ length: TIME_MARKS + 1 }, (_, mark) => {
    const at = Math.round(((buckets.length - 1) * mark) / TIME_MARKS);
    const x = round(LEFT + (WIDTH * (at + 0.5)) / buckets.length);
    return html`<text class="tick" x="${x}" y="${TOP + HEIGHT + 22}" text-anchor="middle">${axisTime(buckets[at], timezone)}</text>`;
  });
}

function dataTable(timeline: Timeline, timezone: string): Html {
  const rows = timeline.buckets
    .filter(({ runs }) => runs > 0)
    .map(
      (bucket) =>
        html`<tr><td>${formatClockTime(bucket.startEpochMs, timezone)}</td><td>${STATE_WORDS[bucket.state]}</td><td>${bucket.runs}</td><td>${measured(bucket.p50Ms)}</td><td>${measured(bucket.p95Ms)}</td></tr>`,
    );
  return html`<details id="chart-data"><summary>The numbers as a table</summary>
<table class="data"><thead><tr><th>From</th><th>Worst</th><th>Runs</th><th>Median</th><th>95th percentile</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function axisTime(bucket: Bucket | undefined, timezone: string): string {
  return bucket === undefined ? "" : formatHourMinute(bucket.startEpochMs, timezone);
}

function measured(valueMs: number | undefined): string {
  return valueMs === undefined ? "–" : formatMeasuredMs(valueMs);
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
