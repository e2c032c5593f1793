/**
 * One bar a day, oldest left. Each state has a shape of its own, readable without colour: without failures a low bar, with
 * failures a taller one, with more than a tenth a broken one of full height, without data a dot.
 */
import { formatDay } from "../messages/moment.ts";
import { formatNumber } from "../messages/number-text.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "../render/html.ts";
import { failedPercent } from "./availability.ts";
import { statusTexts } from "./texts.ts";
import type { DayView, ServiceView } from "./view.ts";

const STEP = 6;
const HEIGHT = 34;
const GOOD_HEIGHT = 10;
const BAD_HEIGHT = { least: 15, most: 28 } as const;
/** Where bars are broken: taller ones would hide all others. */
const CUT_SHARE = 0.1;
/** From below: a part, a gap, and the rest. */
const CUT = { below: 21, gap: 4 } as const;
const DOT_HEIGHT = 3;

type DayState = "up" | "down" | "none";

export function dayBars({ days }: ServiceView, language: Language): Html {
  const states = ["up", "down", "none"] as const;
  const paths = states.map((state) => barsOf(state, days));
  return html`<svg class="bars" viewBox="0 0 ${days.length * STEP} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${describeBars(days, language)}">${paths}</svg>`;
}

/** The days with failures as a table: what the bars say in numbers. */
export function badDayTable({ days, slug }: ServiceView, language: Language): Html | undefined {
  const texts = statusTexts(language);
  const bad = days.filter((day) => stateOf(day) === "down").toReversed();
  if (bad.length === 0) return undefined;
  const rows = bad.map(
    (day) =>
      html`<tr><th scope="row">${dayName(day, language)}</th><td>${formatNumber(day.failedRuns)} (${failedPercent(day)})</td><td>${formatNumber(day.runs)}</td></tr>`,
  );
  const { columns } = texts;
  return html`<details id="days-${slug}"><summary>${texts.badDays(bad.length)}</summary><table><thead><tr><th scope="col">${columns.day}</th><th scope="col">${columns.failed}</th><th scope="col">${columns.of}</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function describeBars(days: readonly DayView[], language: Language): string {
  const count = (state: DayState) => days.filter((day) => stateOf(day) === state).length;
  return statusTexts(language).bars({ shown: days.length, good: count("up"), bad: count("down"), none: count("none") });
}

/** A day without runs was not a good one. */
function stateOf({ failedRuns, runs }: DayView): DayState {
  if (runs === 0) return "none";
  return failedRuns > 0 ? "down" : "up";
}

function barsOf(state: DayState, days: readonly DayView[]): Html | undefined {
  const drawn = days.flatMap((day, at) => (stateOf(day) === state ? `M${at * STEP + STEP / 2} ${HEIGHT}${strokeOf(day)}` : []));
  return drawn.length === 0
    ? undefined
    : html`<path class="${state}" d="${drawn.join("")}" stroke="currentColor" stroke-width="${STEP - 2}"/>`;
}

/** From the ground up. */
function strokeOf(day: DayView): string {
  const state = stateOf(day);
  if (state !== "down") return `v-${state === "up" ? GOOD_HEIGHT : DOT_HEIGHT}`;
  const share = day.failedRuns / day.runs;
  if (share > CUT_SHARE) return `v-${CUT.below}m0 -${CUT.gap}V0`;
  return `v-${Math.round(BAD_HEIGHT.least + ((BAD_HEIGHT.most - BAD_HEIGHT.least) * share) / CUT_SHARE)}`;
}

function dayName({ day }: DayView, language: Language): string {
  return formatDay(Date.parse(`${day}T12:00:00Z`), { timezone: "UTC", language });
}
