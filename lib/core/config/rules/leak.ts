/** What is watched for a leak is a series that the check itself names. */
import { schemas } from "../../probes/schemas.ts";
import type { CheckDraft, Draft } from "../draft.ts";
import { type Fault, faultAt } from "../problem.ts";
import { showChoice, showText } from "../show.ts";
import { suggest } from "../suggest.ts";

export function leakRules(draft: Draft): Fault[] {
  return draft.checks.flatMap(leakRule);
}

function leakRule({ index, kind, sound: { leak }, target }: CheckDraft): Fault[] {
  if (leak === undefined || kind === undefined) return [];
  const path = ["checks", index, "leak"];
  const { ownFactsOf } = schemas[kind];
  if (ownFactsOf === undefined) {
    const message = `A check of kind ${kind} names no series that could leak.`;
    return [faultAt(path, { code: "leak-without-series", message, fix: "Write leak in a check of kind metrics.", at: "key" })];
  }
  const names = target === undefined ? [leak.series] : ownFactsOf(target);
  if (names.includes(leak.series)) return [];
  const nearest = suggest(leak.series, names);
  const fix =
    nearest === undefined ? `Write ${showChoice(names)}, or add it under series.` : `Did you mean ${showText(nearest)}?`;
  const message = `This check has no series ${showText(leak.series)}.`;
  return [faultAt([...path, "series"], { code: "unknown-series", message, fix })];
}
