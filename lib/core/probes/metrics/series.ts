/** From the lines of a page to one number a series, or which series is missing. */
import { suggest } from "../../config/suggest.ts";
import type { Failure } from "../../model/failure.ts";
import type { ExposedSample, Page } from "./page.ts";
import type { Fold, SeriesChoice } from "./target.ts";

/** What is written of others' names in a message. */
const SHOWN_CHARACTERS = 80;

const FOLDS: Readonly<Record<Fold, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
};

export interface PickedSeries {
  readonly values: Readonly<Record<string, number>>;
  /** Every line that went into them. */
  readonly samples: readonly ExposedSample[];
}

export function pickSeries(page: Page, series: Readonly<Record<string, SeriesChoice>>): PickedSeries | Failure {
  const picked = Object.entries(series).map(([name, choice]) => ({ name, choice, samples: samplesFor(choice, page) }));
  const values: Record<string, number> = {};
  for (const { name, choice, samples } of picked) {
    const value = fold(samples, choice);
    if (value === undefined) return missing(choice, page);
    values[name] = value;
  }
  return { values, samples: picked.flatMap(({ samples }) => samples) };
}

function samplesFor({ name, labels }: SeriesChoice, page: Page): ExposedSample[] {
  const wanted = Object.entries(labels);
  return page.samples.filter(
    (sample) => sample.name === name && wanted.every(([label, value]) => (sample.labels.get(label) ?? "") === value),
  );
}

/** Lines without a number (NaN, as of a gauge that nobody feeds) say nothing; infinity can neither be stored nor compared. */
function fold(samples: readonly ExposedSample[], choice: SeriesChoice): number | undefined {
  const values = samples.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return undefined;
  const folded = values.reduce(FOLDS[choice.fold]);
  return Number.isFinite(folded) ? folded : undefined;
}

function missing(choice: SeriesChoice, page: Page): Failure {
  return { phase: "transfer", code: "series-missing", message: explainMissing(choice, page) };
}

function explainMissing(choice: SeriesChoice, page: Page): string {
  const { name } = choice;
  const ofName = page.samples.filter((sample) => sample.name === name);
  if (ofName.length === 0) {
    const nearest = nearestName(name, [...page.names]);
    const others = page.names.size === 0 ? "the page is empty" : `the page has ${page.names.size} other names`;
    return `there is no series ${name}: ${nearest === undefined ? others : `the nearest name is ${shorten(nearest)}`}`;
  }
  const [sample] = samplesFor(choice, page);
  if (sample !== undefined) return `the series ${name} has no number: it is ${sample.value}`;
  const labels = printLabels(Object.entries(choice.labels));
  return `there is no series ${name}${labels}: it comes as ${shorten(`${name}${printLabels([...(ofName[0]?.labels ?? [])])}`)}`;
}

/** Micrometer writes `jvm.threads.live` and shows it as `jvm_threads_live_threads`. */
function nearestName(name: string, present: readonly string[]): string | undefined {
  const plain = name.replaceAll(".", "_");
  return suggest(plain, present) ?? present.find((other) => other.startsWith(plain));
}

/** `{state="blocked"}` */
export function printLabels(labels: readonly (readonly [string, string])[]): string {
  return `{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}}`;
}

function shorten(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`;
}
