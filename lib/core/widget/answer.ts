/** A call of the dashboard -> the HTML it shows. Whatever happens, people get a sentence and are told where else to look. */
import type { Source } from "./check-metric.ts";
import { drawCheck } from "./draw-check.ts";
import { drawOverview } from "./draw-overview.ts";
import { excuse } from "./frame.ts";
import type { WidgetManifest } from "./manifest.ts";
import { readCheck } from "./read-check.ts";
import { type ReadIncidents, readIncident } from "./read-incident.ts";
import { readRows } from "./read-rows.ts";
import { parseWidgetRequest, type Wish } from "./request.ts";
import { slicesOf } from "./slices.ts";
import { widgetTexts } from "./texts.ts";
import type { Viewer } from "./viewer.ts";

export interface WidgetSurroundings extends Omit<Source, "deployment"> {
  readonly manifest: WidgetManifest;
  readonly functionArn: string;
  readonly nowEpochMs: number;
  readonly readIncidents: ReadIncidents;
  /** Told of a fault of our own, which people only see as a sentence. */
  readonly onFault: (error: unknown) => void;
}

/** HTML, or Markdown for `describe`. Never rejects. */
export async function answerWidget(event: unknown, surroundings: WidgetSurroundings): Promise<string> {
  const { viewer, wish } = parseWidgetRequest(event, surroundings);
  try {
    return await answer(wish, viewer, surroundings);
  } catch (error) {
    surroundings.onFault(error);
    return excuse(viewer, widgetTexts(viewer.language).fault);
  }
}

async function answer(wish: Wish, viewer: Viewer, surroundings: WidgetSurroundings): Promise<string> {
  const texts = widgetTexts(viewer.language);
  if ("refused" in wish) {
    return excuse(viewer, wish.refused === "unknown-check" ? texts.unknownCheck(wish.id) : texts.refused[wish.refused]);
  }
  if (wish.view === "describe") return texts.help;
  const { manifest, nowEpochMs, functionArn, locations, history } = surroundings;
  const source = { deployment: manifest.deployment, locations, history };
  if (wish.view === "check") {
    const { timezone } = viewer;
    const [picture, incident] = await Promise.all([
      readCheck(wish.check, source, { timezone, nowEpochMs }),
      readIncident(wish.check, { ...surroundings, timezone }),
    ]);
    return drawCheck({ ...picture, incident }, viewer);
  }
  const slices = slicesOf(viewer.range, nowEpochMs);
  const rows = await readRows(manifest.checks, slices, source);
  return drawOverview(rows, { viewer, slices, functionArn, checksTotal: manifest.checks.length });
}
