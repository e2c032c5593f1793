/** One check in the list: state, name, reason, beats, response times and where the time went. */
import { formatClockTime } from "../messages/local-time.ts";
import { formatDuration, formatMeasuredMs } from "../model/units.ts";
import { heartbeatRow, timelineSpan } from "./heartbeat-row.ts";
import { type Html, html } from "./html.ts";
import { phaseBar } from "./phase-bar.ts";
import { stateBadge } from "./state-badge.ts";
import { type CheckView, elementId, type PageContext, type ResponseTimes } from "./view.ts";

export function checkRow(view: CheckView, { timezone }: PageContext): Html {
  const { check, state, latest, reason, timeline } = view;
  return html`<tr id="${elementId("row", check.id)}" class="check ${state}">
<td class="state">${stateBadge(state)}</td>
<td class="name"><a id="${elementId("link", check.id)}" href="${checkPath(check.id)}"><bdi>${check.title}</bdi></a>${check.title !== check.id && html`<span class="id">${check.id}</span>`}
${reason !== "" && html`<span class="reason">${reason}</span>`}</td>
<td class="beats">${heartbeatRow(timeline)}<span class="axis"><span>${timelineSpan(timeline)} ago</span><span>now</span></span></td>
<td class="response">${responseTimes(view.response)}</td>
<td class="time">${latest === undefined ? html`<span class="muted">first run is on its way</span>` : lastRun(view, timezone)}</td>
</tr>`;
}

/** `/c/acme-prod/checkout`; ids hold only letters, digits, `.`, `_`, `-` and `/`. */
export function checkPath(id: string): string {
  return `/c/${id.split("/").map(encodeURIComponent).join("/")}`;
}

export function responseTimes({ answers, p50Ms, p95Ms }: ResponseTimes): Html {
  if (p50Ms === undefined) return html`<span class="muted">no answers</span>`;
  const tail = p95Ms === undefined ? `too few for p95 (${answers})` : `p95 ${formatMeasuredMs(p95Ms)} of ${answers}`;
  return html`<span class="number">${formatMeasuredMs(p50Ms)}</span><span class="muted">${tail}</span>`;
}

function lastRun({ check, latest }: CheckView, timezone: string): Html {
  if (latest === undefined) return html``;
  const when = `${formatClockTime(latest.startedAtEpochMs, timezone)}, every ${formatDuration(check.everyMs)}`;
  return html`<span class="number">${formatMeasuredMs(latest.totalMs)}</span>${phaseBar(latest.phases)}<span class="muted">${when}</span>`;
}
