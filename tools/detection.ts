/** `node tools/detection.ts`: measures how often the leak rules are wrong and how soon they are right, and writes the tables of docs/detection.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LeakOptions, measureDetection, measureEta } from "../lib/core/analysis/simulation/detection.ts";
import { measureFalseAlarms } from "../lib/core/analysis/simulation/false-alarms.ts";
import type { GaugeName } from "../lib/core/trends/simulation/gauges.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/detection.md");
const RUNS = 100;
const HOUR_MS = 3_600_000;
const READINGS_AN_HOUR = 12;

const INNOCENT: readonly { readonly gauge: GaugeName; readonly title: string }[] = [
  { gauge: "flat", title: "flat, independent noise" },
  { gauge: "autocorrelated", title: "flat, noise that follows itself (0.7)" },
  { gauge: "slowWave", title: "slow daily wave (±10 of 100)" },
  { gauge: "dailyRamp", title: "daily ramp (±60 of 200)" },
  { gauge: "unevenRamp", title: "daily ramp, days that differ by a tenth" },
  { gauge: "step", title: "one step up (100 to 200), no restart seen" },
  { gauge: "warmUp", title: "warm-up of six hours after a restart" },
  { gauge: "sawtooth", title: "sawtooth (heap)" },
];
const LEAKS = [100, 800].flatMap((base) => [1, 2, 5].map((perReading) => ({ base, perReading, runs: RUNS })));

write("false-alarms", INNOCENT.flatMap(falseAlarmRows));
write("delay", LEAKS.map(delayRow));
write(
  "eta",
  [1, 2, 5].flatMap((perReading) => [0, 3, 6].map((hoursLater) => etaRow({ base: 200, perReading, runs: RUNS }, hoursLater))),
);

function falseAlarmRows({ gauge, title }: (typeof INNOCENT)[number]): string[] {
  return ([0, 7] as const).map((daysBefore) => {
    const { short, middle, long, claimed, claimedWithLimit } = measureFalseAlarms({ gauge, daysBefore, runs: RUNS });
    const shares = [short, middle, long, claimed, claimedWithLimit].map(percent);
    return row([title, daysBefore === 0 ? "first" : "after a week", ...shares]);
  });
}

function delayRow(leak: LeakOptions): string {
  const delays = (["short", "middle", "long", "claimed"] as const).map((rule) =>
    formatDelays(measureDetection(leak, rule).delaysMs),
  );
  return row([String(leak.base), `${leak.perReading} (${leak.perReading * READINGS_AN_HOUR} an hour)`, ...delays]);
}

/** Median and 90th percentile. */
function formatDelays(delaysMs: readonly (number | undefined)[]): string {
  return [0.5, 0.9].map((share) => formatHours(delaysMs[Math.ceil(share * delaysMs.length) - 1])).join(" / ");
}

function formatHours(delayMs: number | undefined): string {
  return delayMs === undefined ? "not in 3 days" : `${(delayMs / HOUR_MS).toFixed(1)} h`;
}

function etaRow(leak: LeakOptions, hoursLater: number): string {
  const { given, within, close } = measureEta(leak, { limit: 1_000, readingsLater: hoursLater * READINGS_AN_HOUR });
  const when = hoursLater === 0 ? "as it is found" : `${hoursLater} h later`;
  return row([String(leak.perReading), when, percent(given), percent(within), percent(close)]);
}

function percent(share: number): string {
  return Number.isNaN(share) ? "" : `${Number((100 * share).toFixed(1))} %`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Rows stand between `<!-- name -->` and `<!-- end -->`, below the two lines of the table's head. */
function write(name: string, rows: readonly string[]): void {
  console.log(rows.join("\n"));
  const text = readFileSync(DOCUMENT, "utf8");
  const place = new RegExp(`(<!-- ${name} -->\n(?:\\|.*\n){2})(?:\\|.*\n)*(<!-- end -->)`);
  if (!place.test(text)) throw new Error(`docs/detection.md has no table ${name}.`);
  writeFileSync(
    DOCUMENT,
    text.replace(place, (_, head: string, end: string) => `${head}${rows.join("\n")}\n${end}`),
  );
}
