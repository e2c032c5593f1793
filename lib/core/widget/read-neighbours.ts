/** Other checks of the same host, and how they stand: whether it is the host or the check alone. */
import type { Source } from "./check-metric.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";
import { DAY_SLICE_MS } from "./read-check.ts";
import { type Row, readStates } from "./read-rows.ts";
import { latestEpochMs, slicesUntil } from "./slices.ts";

/** Each costs two metrics a look. */
const NEIGHBOURS_MAX = 5;

export interface Neighbours {
  readonly rows: readonly Row[];
  /** Not read. */
  readonly others: number;
}

interface NeighbourOptions {
  readonly manifest: WidgetManifest;
  readonly nowEpochMs: number;
}

export async function readNeighbours(
  check: WidgetCheck,
  source: Source,
  { manifest, nowEpochMs }: NeighbourOptions,
): Promise<Neighbours> {
  const ids = manifest.sameHost.find((same) => same.includes(check.id)) ?? [];
  const neighbours = ids.filter((id) => id !== check.id).flatMap((id) => seenFrom(check, id, manifest) ?? []);
  const read = neighbours.slice(0, NEIGHBOURS_MAX);
  const rows = await readStates(read, slicesUntil(latestEpochMs(nowEpochMs), DAY_SLICE_MS), source);
  return { rows, others: neighbours.length - read.length };
}

/** As the same place sees it, if it does: else as its first. */
function seenFrom({ from }: WidgetCheck, id: string, { checks }: WidgetManifest): WidgetCheck | undefined {
  const places = checks.filter((check) => check.id === id);
  return places.find((place) => place.from === from) ?? places[0];
}
