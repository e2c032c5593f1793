/** Somebody asks that a check runs now, or all of them: the only thing that can be changed through the page. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pageLink } from "../core/render/links.ts";
import { drawContext, type Site } from "./page-reader.ts";
import { refuse } from "./page-refusal.ts";
import { readLanguage } from "./page-routes.ts";

const BODY_CHARACTERS_MAX = 2_048;

type RunExchange = Site & { readonly response: ServerResponse; readonly query: URLSearchParams };

/** Only from the page itself: no other site may make this computer ask anybody anything. */
export function acceptRun(request: IncomingMessage, exchange: RunExchange): void {
  const { response, runNow } = exchange;
  if (request.headers["sec-fetch-site"] !== "same-origin") {
    refuse(response, { status: 403, sentence: "Runs can be asked for from the page itself only." });
  } else if (runNow === undefined) refuse(response, { status: 404, sentence: "Runs cannot be asked for here." });
  else readBody(request, (body) => run(new URLSearchParams(body).get("check") ?? "", { ...exchange, runNow }));
}

function readBody(request: IncomingMessage, onBody: (body: string) => void): void {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => {
    body += text;
    if (body.length > BODY_CHARACTERS_MAX) request.destroy();
  });
  request.on("end", () => onBody(body));
}

/** Leads back to the list in the reader's language, for browsers without script. */
function run(check: string, exchange: RunExchange & Required<Pick<Site, "runNow">>): void {
  const { board, query, response, runNow } = exchange;
  const checks = check === "" ? board.config.checks.map(({ id }) => id) : [check];
  if (check !== "" && board.view(check) === undefined) refuse(response, { status: 404, sentence: "There is no such check." });
  else {
    runNow(checks);
    response.writeHead(303, { location: pageLink("/", drawContext(exchange, readLanguage(query))) }).end();
  }
}
