/** Names of series: those that people give, and those on the page. */
import type { Refusal, Refuse } from "../../config/problem.ts";
import { hasReference, refuseReferences } from "../../config/references.ts";
import { showText } from "../../config/show.ts";
import { metricsFacts } from "./facts.ts";

const SERIES_MAX = 50;
const TAKEN = new Set(Object.keys(metricsFacts).map((fact) => fact.split(".")[0]));

/** What is wrong with the names that a check gives to its series. */
export function namesRefused(names: readonly string[]): Refusal[] {
  if (names.length === 0) {
    return [
      { code: "series-empty", message: "No series is named here.", fix: "Write a name with its series, or remove the key." },
    ];
  }
  if (names.length > SERIES_MAX) {
    const message = `${names.length} series are more than one check can hold: at most ${SERIES_MAX}.`;
    return [{ code: "too-many-series", message, fix: "Split them between several checks." }];
  }
  return names.flatMap((written) => nameRefusal(written) ?? []);
}

function nameRefusal(written: string): Refusal | undefined {
  const place = { path: [written], at: "key" } as const;
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(written)) {
    const message = `${showText(written)} cannot be the name of a fact.`;
    return {
      code: "series-name-malformed",
      message,
      fix: "Write a letter and then letters, digits, - and _, as in threads.",
      ...place,
    };
  }
  if (!TAKEN.has(written)) return undefined;
  const message = `${showText(written)} is a fact of every check of this kind.`;
  return { code: "series-name-taken", message, fix: "Choose another name for the series.", ...place };
}

/** A name as it stands on the page. */
export function checkSeriesName(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written) || /^[^\p{Cc}{}"]{1,200}$/u.test(written)) return;
  const message = `${showText(written)} is not the name of a series.`;
  const fix = written.includes("{")
    ? "Write { name: …, labels: { … } }."
    : "Write it as it stands on the page, as in jvm_threads_live_threads.";
  refuse({ code: "series-malformed", message, fix });
}
