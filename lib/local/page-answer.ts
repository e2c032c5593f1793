/** A page that was asked for, whole or only what stands beside the list. */
import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Clock } from "../core/ports.ts";
import { boardBody } from "../core/render/board.ts";
import type { Html } from "../core/render/html.ts";
import { renderPage } from "../core/render/page.ts";
import type { DrawContext } from "../core/render/view.ts";
import type { LiveUpdates } from "./live-updates.ts";
import { drawDrawer } from "./page-drawer.ts";
import { drawContext, type Site } from "./page-reader.ts";
import { refuse } from "./page-refusal.ts";
import type { PageRequest } from "./page-routes.ts";
import { pageScript } from "./page-script.ts";
import { drawRow } from "./page-updates.ts";

export interface PageExchange extends Site {
  readonly clock: Clock;
  readonly response: ServerResponse;
  readonly updates: LiveUpdates;
}

/** `asked` undefined: no page of ours. */
export async function sendPage(asked: PageRequest | undefined, exchange: PageExchange): Promise<void> {
  const { board, clock, response, tryAddress } = exchange;
  const context = drawContext(exchange, asked?.language);
  const route = asked?.route ?? { page: "board" };
  const options = { board, context, nowEpochMs: clock.epochMs(), ...(tryAddress && { tryAddress }) };
  const drawer = route.page === "board" ? undefined : await drawDrawer(route, options);
  const isUnknown = asked === undefined || (drawer === undefined && route.page !== "board");
  if (isUnknown) refuse(response, { status: 404, sentence: "There is no such page." });
  else {
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (asked.isPart) response.end(String(drawer ?? ""));
    else sendWhole({ ...asked, context, ...(drawer !== undefined && { drawer }) }, exchange);
  }
}

interface Drawn extends PageRequest {
  readonly context: DrawContext;
  readonly drawer?: Html;
}

function sendWhole({ context, drawer, parameters, path }: Drawn, exchange: PageExchange): void {
  const { board, broken, clock, response, tryAddress, updates } = exchange;
  const nonce = randomBytes(16).toString("base64");
  const view = board.board();
  const extras = { ...(broken !== undefined && { broken }), canTry: tryAddress !== undefined };
  const markup = renderPage({
    ...context,
    ...{ counts: view.counts, nonce, parameters, path, script: pageScript, nowEpochMs: clock.epochMs() },
    body: boardBody(view, { ...context, ...extras, row: (one) => drawRow(one, context) }),
    ...(drawer !== undefined && { drawer }),
    eventsPath: updates.eventsPath(context),
  });
  response.setHeader("content-security-policy", contentSecurityPolicy(nonce, context.canRun || extras.canTry));
  response.end(markup);
}

function contentSecurityPolicy(nonce: string, hasForms: boolean): string {
  const own = `style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:`;
  return `default-src 'none'; ${own}; base-uri 'none'; form-action ${hasForms ? "'self'" : "'none'"}; frame-ancestors 'none'`;
}
