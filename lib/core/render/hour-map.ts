/** The hours of the last days as a map: the larger a square the slower its hour, a cross where runs failed; and the table behind it. */
import { formatHourOfDay, formatTimes } from "../messages/quantities.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import type { TimeOfDayVerdict } from "../trends/time-of-day.ts";
import { type HourLevel, levelOf } from "./hours.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import type { HourCell, HourTable } from "./view.ts";

export interface HourMapOptions {
  readonly verdict: TimeOfDayVerdict;
  readonly language: Language;
}

const CELL = 24;
const LEFT = 52;
const TOP = 20;
const HOUR_MARKS = [0, 4, 8, 12, 16, 20];
/** Around the middle of a cell. */
const SHAPES: Readonly<Record<HourLevel, string>> = {
  none: "m-1.5-1.5h3v3h-3z",
  usual: "m-4-4h8v8h-8z",
  slower: "m-7-7h14v14h-14z",
  slow: "m-10-10h20v20h-20z",
  failing: "m-10-7l3-3l7 7l7-7l3 3l-7 7l7 7l-3 3l-7-7l-7 7l-3-3l7-7z",
};
const CLASSES: Readonly<Record<HourLevel, string>> = { none: "none", usual: "up", slower: "slow", slow: "slow", failing: "down" };
const LEVELS = ["none", "usual", "slower", "slow", "failing"] as const satisfies readonly HourLevel[];

export function hourMap(table: HourTable, { language, verdict }: HourMapOptions): Html {
  const said = html`<p>${describeVerdict(verdict, language)}</p>`;
  if (table.days.length === 0) return said;
  const { picture } = pageTexts(language);
  const marks = HOUR_MARKS.map(
    (hour) => html`<text class="tick" x="${LEFT + hour * CELL}" y="12">${formatHourOfDay(hour)}</text>`,
  );
  const days = table.days.map(
    ({ day }, at) => html`<text class="tick" x="0" y="${TOP + at * CELL + 16}">${day.slice("2026-".length)}</text>`,
  );
  return html`${said}<figure class="chart hours">
<svg viewBox="0 0 ${LEFT + 24 * CELL} ${TOP + table.days.length * CELL}" role="img" aria-label="${picture.hours(table.days.length)} ${describeVerdict(verdict, language)}">${marks}${days}${LEVELS.map((level) => cellsOf(level, table))}</svg>
<figcaption>${LEVELS.map((level) => legendOf(level, language))}</figcaption>
</figure>${hourTable(table, language)}`;
}

/** All cells of a level in one path. */
function cellsOf(level: HourLevel, { days, usualMs }: HourTable): Html | undefined {
  const places = days.flatMap(({ hours }, row) =>
    hours.flatMap((cell, hour) =>
      levelOf(cell, usualMs) === level ? `M${LEFT + hour * CELL + CELL / 2} ${TOP + row * CELL + CELL / 2}${SHAPES[level]}` : [],
    ),
  );
  return places.length === 0 ? undefined : html`<path class="${CLASSES[level]}" fill="currentColor" d="${places.join("")}"/>`;
}

function legendOf(level: HourLevel, language: Language): Html {
  const { hourLevels } = pageTexts(language).picture;
  return html`<span class="sample"><svg class="${CLASSES[level]}" viewBox="-12 -12 24 24" aria-hidden="true"><path fill="currentColor" d="M0 0${SHAPES[level]}"/></svg>${hourLevels[level]}</span> `;
}

function describeVerdict(verdict: TimeOfDayVerdict, language: Language): string {
  const { picture } = pageTexts(language);
  if (verdict.verdict === "not-enough-data") return picture.tooFewDays(verdict.days, verdict.daysNeeded);
  if (verdict.verdict === "no-pattern") return picture.noSlowHour(verdict.days);
  return verdict.hours
    .map(({ hour, daysHit, daysLooked, timesUsual }) =>
      picture.slowHour({ hour: formatHourOfDay(hour), daysHit, daysLooked, timesUsual: formatTimes(timesUsual) }),
    )
    .join(" ");
}

/** Days across, hours down: medians, and how many runs failed where any did. */
function hourTable({ days }: HourTable, language: Language): Html {
  const { asTable, hour: label } = pageTexts(language).picture;
  const rows = Array.from({ length: 24 }, (_, hour) => {
    const cells = days.map(({ hours }) => html`<td>${cellText(hours[hour], language)}</td>`);
    return html`<tr><th scope="row">${formatHourOfDay(hour)}</th>${cells}</tr>`;
  });
  return html`<details id="hour-data"><summary>${asTable}</summary><table class="data"><thead><tr><th>${label}</th>${days.map(({ day }) => html`<th>${day}</th>`)}</tr></thead><tbody>${rows}</tbody></table></details>`;
}

function cellText(cell: HourCell | undefined, language: Language): string {
  if (cell === undefined || cell.runs === 0) return "–";
  const time = cell.medianMs === undefined ? [] : [storyTexts(language).measured(cell.medianMs)];
  const failed = cell.failedRuns === 0 ? [] : [`✕ ${cell.failedRuns}/${cell.runs}`];
  return [...time, ...failed].join(", ");
}
