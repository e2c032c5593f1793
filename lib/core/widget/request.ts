/** What a widget asks for, read strictly: what is not understood is refused, never guessed. */
import { isRecord } from "../shapes.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";
import { type Viewer, viewerOf } from "./viewer.ts";

export interface WidgetRequest {
  readonly viewer: Viewer;
  readonly wish: Wish;
}

export type Wish =
  | { readonly view: "describe" }
  | { readonly view: "overview" | "incidents" }
  | { readonly view: "check"; readonly check: WidgetCheck }
  | { readonly refused: "view" | "no-check" }
  | { readonly refused: "unknown-check"; readonly id: string };

const ID_MAX_LENGTH = 200;

export function parseWidgetRequest(
  event: unknown,
  { manifest, nowEpochMs }: { readonly manifest: WidgetManifest; readonly nowEpochMs: number },
): WidgetRequest {
  const fields = isRecord(event) ? event : {};
  return { viewer: viewerOf(fields.widgetContext, manifest, nowEpochMs), wish: wishOf(fields, manifest) };
}

function wishOf({ describe, view, check: id, from }: Readonly<Record<string, unknown>>, { checks }: WidgetManifest): Wish {
  if (describe === true) return { view: "describe" };
  if (view === "overview" || view === "incidents") return { view };
  if (view !== "check") return { refused: "view" };
  // As long as nobody has chosen, the dashboard's variable stands there itself, or nothing.
  if (typeof id !== "string" || id === "" || /^__.*__$/.test(id)) return { refused: "no-check" };
  const places = checks.filter((one) => one.id === id);
  const check = from === undefined ? places[0] : places.find((one) => one.from === from);
  return check === undefined ? { refused: "unknown-check", id: id.slice(0, ID_MAX_LENGTH) } : { view, check };
}
