/** A call of the dashboard -> the HTML it shows. Whatever happens, people get a sentence and are told where else to look. */
import type { Source } from "./check-metric.ts";
import { drawCheck } from "./draw-check.ts";
import { drawIncidents } from "./draw-incidents.ts";
import { drawOverview } from "./draw-overview.ts";
import { excuse } from "./frame.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";
import { readCheck } from "./read-check.ts";
import { type IncidentOptions, type ReadIncidents, readIncident } from "./read-incident.ts";
import { readIncidentList } from "./read-incidents.ts";
import { readNeighbours } from "./read-neighbours.ts";
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
  const { functionArn, manifest } = surroundings;
  if (wish.view === "check") return await answerCheck(wish.check, viewer, surroundings);
  if (wish.view === "incidents") {
    const found = await readIncidentList(incidentOptions(viewer, surroundings));
    return drawIncidents(found, { viewer, manifest, functionArn });
  }
  const slices = slicesOf(viewer.range, surroundings.nowEpochMs);
  const rows = await readRows(manifest.checks, slices, sourceOf(surroundings));
  return drawOverview(rows, { viewer, slices, functionArn, rowsTotal: manifest.checks.length });
}

async function answerCheck(check: WidgetCheck, viewer: Viewer, surroundings: WidgetSurroundings): Promise<string> {
  const { manifest, nowEpochMs } = surroundings;
  const { timezone } = viewer;
  const source = sourceOf(surroundings);
  const [picture, incident, neighbours] = await Promise.all([
    readCheck(check, source, { timezone, nowEpochMs }),
    readIncident(check, incidentOptions(viewer, surroundings)),
    readNeighbours(check, source, { manifest, nowEpochMs }),
  ]);
  return drawCheck({ ...picture, incident, neighbours }, viewer);
}

function sourceOf({ history, locations, manifest }: WidgetSurroundings): Source {
  return { deployment: manifest.deployment, locations, history };
}

/** Where nobody is told there is no table to read. */
function incidentOptions({ timezone }: Viewer, { manifest, nowEpochMs, readIncidents }: WidgetSurroundings): IncidentOptions {
  return { manifest, timezone, nowEpochMs, readIncidents: manifest.tellsPeople ? readIncidents : async () => [] };
}
