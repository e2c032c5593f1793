/** One check by itself: what, since when, why, how we know, and what happened before. */
import { formatLocalTime } from "../messages/local-time.ts";
import { nextStep } from "../messages/next-step.ts";
import { reasonOf } from "../messages/reason.ts";
import type { Outcome } from "../model/outcome.ts";
import { formatDuration, formatMeasuredMs } from "../model/units.ts";
import { responseTimes } from "./check-row.ts";
import { heartbeatRow, timelineSpan } from "./heartbeat-row.ts";
import { type Html, html } from "./html.ts";
import { phaseBar, phaseClass } from "./phase-bar.ts";
import { responseChart } from "./response-chart.ts";
import { stateBadge } from "./state-badge.ts";
import type { AlarmEntry, CheckDetailView, PageContext } from "./view.ts";

export function checkDetails(view: CheckDetailView, { timezone }: PageContext): Html {
  const { check, latest } = view;
  return html`<article id="details">
<p><a id="back" href="/">← All checks</a></p>
<header><p class="badge-line">${stateBadge(view.state)}</p><h1><bdi>${check.title}</bdi></h1><p class="muted">${check.id} · ${check.kind} · every ${formatDuration(check.everyMs)}</p></header>
${answers(view, timezone)}
${latest !== undefined && html`<section><h2>Last run</h2>${phaseBar(latest.phases)}${phaseTable(latest)}${breachTable(latest)}${evidence(latest)}</section>`}
<section><h2>Last ${timelineSpan(view.timeline)}</h2>${heartbeatRow(view.timeline)}<span class="axis"><span>${timelineSpan(view.timeline)} ago</span><span>now</span></span>${responseChart(view.timeline, timezone)}</section>
${failureList(view.failures, timezone)}${alarmList(view.alarms, timezone)}
</article>`;
}

function answers(view: CheckDetailView, timezone: string): Html {
  const { check, latest, state, sinceEpochMs } = view;
  const isBad = latest !== undefined && state === "down";
  return html`<dl class="answers">
${latest?.evidence.request !== undefined && entry("What", latest.evidence.request)}
${sinceEpochMs !== undefined && entry("Since", formatLocalTime(sinceEpochMs, timezone))}
${view.reason !== "" && entry("Why", view.reason)}
${isBad && entry("Next", nextStep(latest))}
${check.runbook !== undefined && entry("Runbook", html`<a href="${check.runbook}" rel="noreferrer">${check.runbook}</a>`)}
${entry("Usual answer", responseTimes(view.response))}
${latest !== undefined && entry("Last run", formatLocalTime(latest.startedAtEpochMs, timezone))}
${check.source !== undefined && entry("Written in", `${check.source.file}:${check.source.line}`)}
</dl>`;
}

function entry(label: string, value: Html | string): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function phaseTable({ phases, totalMs }: Outcome): Html {
  const rows = phases.map(
    ({ phase, ms }) =>
      html`<tr><th scope="row"><span class="key ${phaseClass(phase)}"></span>${phase}</th><td>${formatMeasuredMs(ms)}</td></tr>`,
  );
  return html`<table class="data"><tbody>${rows}<tr><th scope="row">total</th><td>${formatMeasuredMs(totalMs)}</td></tr></tbody></table>`;
}

function breachTable({ breaches, status }: Outcome): Html | undefined {
  if (breaches.length === 0) return undefined;
  const rows = breaches.map(({ expected, actual }) => html`<tr><td>${expected}</td><td>${actual}</td></tr>`);
  return html`<h3>${status === "slow" ? "Why it counts as slow" : "What did not hold"}</h3><table class="data wide"><thead><tr><th>Expected</th><th>Got</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function evidence({ evidence, facts }: Outcome): Html {
  const rows = Object.entries(facts).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${String(value)}</td></tr>`);
  return html`${evidence.body !== undefined && html`<h3>It says</h3><pre>${evidence.body}</pre>`}
${evidence.redirects !== undefined && html`<h3>Redirects</h3><pre>${evidence.redirects.join("\n")}</pre>`}
${rows.length > 0 && html`<details id="facts"><summary>Everything this run learned</summary><table class="data wide"><tbody>${rows}</tbody></table></details>`}`;
}

function failureList(failures: readonly Outcome[], timezone: string): Html {
  if (failures.length === 0) return html`<section><h2>Failures</h2><p class="muted">None is on record.</p></section>`;
  const rows = failures.map(
    (outcome) =>
      html`<tr><td>${formatLocalTime(outcome.startedAtEpochMs, timezone)}</td><td>${outcome.failure?.code}</td><td>${reasonOf(outcome)}</td><td>${formatMeasuredMs(outcome.totalMs)}</td></tr>`,
  );
  return html`<section><h2>Last failures</h2><table class="data wide"><thead><tr><th>When</th><th>Code</th><th>Why</th><th>After</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function alarmList(alarms: readonly AlarmEntry[], timezone: string): Html | undefined {
  if (alarms.length === 0) return undefined;
  const rows = alarms.map(
    ({ atEpochMs, from, to, reason }) =>
      html`<tr><td>${formatLocalTime(atEpochMs, timezone)}</td><td>${from} → ${to}</td><td>${reason}</td></tr>`,
  );
  return html`<section><h2>Alarm</h2><table class="data wide"><thead><tr><th>When</th><th>State</th><th>Because</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
