/** `/status/<group>/…`: the page that customers of a group will see, made of what this computer knows. */
import type { ServerResponse } from "node:http";
import type { Config } from "../core/model/check.ts";
import type { Clock } from "../core/ports.ts";
import { buildView } from "../core/status-page/build-view.ts";
import { countRuns, NOTHING_COUNTED } from "../core/status-page/count-runs.ts";
import { keepIncidents } from "../core/status-page/kept-incident.ts";
import { CONTENT_SECURITY_POLICY } from "../core/status-page/page.ts";
import { type PageFile, pageFiles } from "../core/status-page/page-files.ts";
import { type PlannedPage, planPages } from "../core/status-page/plan.ts";
import { WRITE_EVERY_MS } from "../core/status-page/publish.ts";
import type { StatusView } from "../core/status-page/view.ts";
import { createStoreHistory } from "./history.ts";
import type { LiveBoard } from "./live-board.ts";
import { refuse } from "./page-refusal.ts";

export interface StatusExchange {
  readonly board: LiveBoard;
  readonly clock: Clock;
  readonly response: ServerResponse;
}

/** Stands for checks without a group; no group can be called so. */
const NO_GROUP = "-";
const PATH = /^\/status(?:\/([^/]+)(?:\/(.*))?)?$/;
const LOCATIONS = { region: "local", vpc: "local" };

export function isStatusPath(pathname: string): boolean {
  return PATH.test(pathname);
}

export async function sendStatusPage(pathname: string, exchange: StatusExchange): Promise<void> {
  const { board, response } = exchange;
  const [, group, path] = PATH.exec(pathname) ?? [];
  const pages = planPages(board.config);
  const page = pages.find((one) => nameOf(one) === group);
  if (pages.length === 0) refuse(response, { status: 404, sentence: HOW_TO_HAVE_ONE });
  else if (page === undefined) refuse(response, { status: 404, sentence: `Status pages: ${pages.map(addressOf).join(", ")}` });
  else if (path === undefined || path === "") response.writeHead(302, { location: addressOf(page) }).end();
  else
    sendFile(
      (await filesOf(page, exchange)).find((file) => file.path === path),
      response,
    );
}

const HOW_TO_HAVE_ONE = "There is no status page: write statusPage: true, and publicTitle: at the checks that it shows.";

function nameOf({ group }: PlannedPage): string {
  return group === "" ? NO_GROUP : group;
}

function addressOf(page: PlannedPage): string {
  return `/status/${nameOf(page)}/index.html`;
}

function sendFile(file: PageFile | undefined, response: ServerResponse): void {
  if (file === undefined) {
    refuse(response, { status: 404, sentence: "The status page has no such file." });
    return;
  }
  response.setHeader("content-security-policy", `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`);
  response.setHeader("content-type", file.contentType);
  response.end(file.body);
}

async function filesOf(page: PlannedPage, exchange: StatusExchange): Promise<PageFile[]> {
  const folder = addressOf(page).replace("index.html", "");
  const url = `http://${exchange.response.req.headers.host}${folder}`;
  return pageFiles(await viewOf(page, exchange), { url, createdAtEpochMs: exchange.clock.epochMs() });
}

async function viewOf(page: PlannedPage, { board, clock }: StatusExchange): Promise<StatusView> {
  const { config, store } = board;
  const nowEpochMs = clock.epochMs();
  const shown = page.services.map(({ check }) => check);
  const { incidents } = await store.incidents.read();
  return buildView(page, {
    states: new Map(board.views().map(({ check, sinceEpochMs, state }) => [check.id, stateOf(state, sinceEpochMs)])),
    counted: await countHere(page, { config, store, nowEpochMs }),
    incidents: keepIncidents([], incidents, { nowEpochMs, shown: new Set(shown.map(({ id }) => id)) }),
    ...{ nowEpochMs, everyMs: WRITE_EVERY_MS },
  });
}

function stateOf(state: ReturnType<LiveBoard["views"]>[number]["state"], sinceEpochMs: number | undefined) {
  return { state, ...(sinceEpochMs !== undefined && { sinceEpochMs }) };
}

/** Whatever places a check names, here it runs once. */
async function countHere(
  { services }: PlannedPage,
  { config, nowEpochMs, store }: { config: Config; nowEpochMs: number; store: LiveBoard["store"] },
) {
  const checks = services.map(({ check }) => ({ ...check, from: ["region"] as const }));
  const { name: deployment, timezone } = config;
  const history = createStoreHistory(store);
  return await countRuns(checks, NOTHING_COUNTED, { deployment, timezone, locations: LOCATIONS, history, nowEpochMs });
}
