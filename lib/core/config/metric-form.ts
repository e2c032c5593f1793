/** How the numbers of a check reach CloudWatch, as far as it is written: the word of its group counts before that of the file. */
import { groupOf, type MetricForm } from "../model/check.ts";
import type { CheckDraft, Draft } from "./draft.ts";

export function metricFormOf({ sound }: Draft, check: CheckDraft): MetricForm {
  // Log events are counted by a metric filter, which knows classic metrics only.
  if (check.kind === "logs") return "classic";
  const { id = "" } = check.sound;
  return sound.groups?.[groupOf(id)]?.metrics ?? sound.metrics ?? "classic";
}
