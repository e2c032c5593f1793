/** What stands beside the list: one check, a preview of its alert, or an address that is tried. */
import { exampleStory } from "../core/messages/examples/example-story.ts";
import type { Check } from "../core/model/check.ts";
import type { StoryType } from "../core/model/story.ts";
import { alertPreview, type PreviewView } from "../core/render/alert-preview.ts";
import { checkDetails } from "../core/render/check-details.ts";
import type { Html } from "../core/render/html.ts";
import type { PreviewTab } from "../core/render/page-texts-contract.ts";
import type { DrawContext } from "../core/render/view.ts";
import type { Site } from "./page-reader.ts";
import type { Route } from "./page-routes.ts";
import { drawTried } from "./page-tried.ts";

export interface DrawerOptions extends Pick<Site, "board" | "tryAddress"> {
  readonly context: DrawContext;
  readonly nowEpochMs: number;
}

/** `undefined`: there is nothing of that name. */
export async function drawDrawer(route: Exclude<Route, { page: "board" }>, options: DrawerOptions): Promise<Html | undefined> {
  const { board, context } = options;
  if (route.page === "try") return await drawTried(route.address, options);
  if (route.page === "preview") return drawPreview(route, options);
  const details = board.details(route.check, route.runAtEpochMs);
  return details && checkDetails(details, context);
}

/** What is wrong now is told as it is; of what has not happened an example is made. */
function drawPreview({ check: id, tab }: Extract<Route, { page: "preview" }>, options: DrawerOptions): Html | undefined {
  const details = options.board.details(id);
  if (details === undefined) return undefined;
  const { check, story } = details;
  const isReal = story !== undefined && tab !== "resolved" && tab !== "digest";
  const view: PreviewView = { check, tab, isExample: !isReal, story: isReal ? story : exampleOf(check, { ...options, tab }) };
  return alertPreview(view, options.context);
}

function exampleOf(check: Check, { board, context, nowEpochMs, tab }: DrawerOptions & { tab: PreviewTab }) {
  const { deployment, timezone } = context;
  const others = board.views().flatMap(({ check: { id } }) => (id === check.id ? [] : id));
  return exampleStory(typeOf(tab, check), { check, others, deployment, timezone, nowEpochMs });
}

function typeOf(tab: PreviewTab, { kind }: Check): StoryType {
  if (tab === "resolved" || tab === "digest") return tab;
  return kind === "logs" ? "log" : "down";
}
