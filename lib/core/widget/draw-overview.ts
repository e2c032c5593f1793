/** One heartbeat row a check, the worst first, as many as there is room for. */
import { formatMoment, formatTime, isSameDay } from "../messages/moment.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { heartbeatRow } from "../render/heartbeat-row.ts";
import { type Html, html } from "../render/html.ts";
import { stateBadge } from "../render/state-badge.ts";
import { countedStates, stateSentence } from "../render/state-sentence.ts";
import { countChecks } from "./count-checks.ts";
import { excuse, frame, said } from "./frame.ts";
import { shownName } from "./manifest.ts";
import { nameWithPopup } from "./popup.ts";
import { ROWS_MAX, type Row, type Rows } from "./read-rows.ts";
import type { Slices } from "./slices.ts";
import { widgetTexts } from "./texts.ts";
import type { Viewer } from "./viewer.ts";

/** CloudWatch shows far more, but nobody should wait for it. */
const ROWS_MAX_BYTES = 250_000;

export interface OverviewOptions {
  readonly viewer: Viewer;
  readonly slices: Slices;
  /** Of the widget itself: a name calls it again. */
  readonly functionArn: string;
  /** One a check and place, read or not. */
  readonly rowsTotal: number;
}

export function drawOverview({ rows, usualMs }: Rows, { viewer, slices, functionArn, rowsTotal }: OverviewOptions): string {
  const texts = widgetTexts(viewer.language);
  const unread = rows.filter((row) => row.unread !== undefined);
  const [first] = unread;
  if (rows.length === 0) return excuse(viewer, texts.noChecks);
  if (first?.unread !== undefined && unread.length === rows.length) return excuse(viewer, texts.failed(first.unread));
  const drawn = withinRoom(rows.map((row) => drawRow(row, { viewer, functionArn, usualMs: usualMs.get(row.check) })));
  const { columns } = texts;
  return frame(viewer, [
    said(countedChecks(rows, viewer.language)),
    html`<p class="muted">${describeSlices(slices, viewer)} ${texts.press}</p>`,
    first?.unread !== undefined && html`<p>${texts.unread(new Set(unread.map(({ check }) => check.id)).size, first.unread)}</p>`,
    html`<table><thead><tr><th>${columns.state}</th><th>${columns.check}</th><th class="history">${columns.history}</th><th class="usual">${columns.usual}</th></tr></thead><tbody>${drawn}</tbody></table>`,
    drawn.length < rowsTotal && html`<p class="muted">${texts.hidden(rowsTotal - drawn.length)}</p>`,
  ]);
}

/** `1 down, 2 fine, 1 in trouble at some places only.` */
function countedChecks(rows: readonly Row[], language: Language): string {
  const { counts, partly } = countChecks(rows);
  if (partly === 0) return stateSentence(counts, language);
  const others = countedStates(counts, language);
  return `${[...(others === "" ? [] : [others]), widgetTexts(language).partly(partly)].join(", ")}.`;
}

interface RowOptions {
  readonly viewer: Viewer;
  readonly functionArn: string;
  readonly usualMs: number | undefined;
}

function drawRow({ check, state, timeline }: Row, { viewer: { language }, functionArn, usualMs }: RowOptions): Html {
  const id = shownName(check) !== check.id && html`<span class="id muted">${check.id}</span>`;
  const usual = usualMs === undefined ? "–" : storyTexts(language).measured(usualMs);
  return html`<tr><td>${stateBadge(state, language)}</td><td>${nameWithPopup(check, functionArn)}${id}</td><td class="history">${heartbeatRow(timeline, language)}</td><td class="usual">${usual}</td></tr>`;
}

function describeSlices({ sliceMs, fromEpochMs, toEpochMs }: Slices, { language, timezone }: Viewer): string {
  const isOneDay = isSameDay(fromEpochMs, toEpochMs, timezone);
  const to = isOneDay ? formatTime(toEpochMs, timezone) : formatMoment(toEpochMs, { timezone, language });
  const slice = storyTexts(language).span(sliceMs);
  return widgetTexts(language).slices({ from: formatMoment(fromEpochMs, { timezone, language }), to, slice });
}

function withinRoom(rows: readonly Html[]): Html[] {
  let roomBytes = ROWS_MAX_BYTES;
  return rows.slice(0, ROWS_MAX).filter((row) => {
    roomBytes -= Buffer.byteLength(row.toString());
    return roomBytes >= 0;
  });
}
