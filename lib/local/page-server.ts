/** The live page of this computer: 127.0.0.1 only, nothing fetched from elsewhere, nothing to change but when a check runs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../core/ports.ts";
import { TRY_PATH } from "../core/render/links.ts";
import { LiveUpdates } from "./live-updates.ts";
import { type PageExchange, sendPage } from "./page-answer.ts";
import type { Site } from "./page-reader.ts";
import { refuse } from "./page-refusal.ts";
import { readPageRequest } from "./page-routes.ts";
import { acceptRun } from "./page-run.ts";
import { stateDocument } from "./state-document.ts";
import { isStatusPath, sendStatusPage } from "./status-pages.ts";

export interface PageServerOptions extends Site {
  readonly clock: Clock;
  /** First port to try; 0 takes any free one. */
  readonly port: number;
}

export interface PageServer {
  readonly url: string;
  readonly port: number;
  /** Shows something else from now on; open pages load anew. */
  show(site: Site): void;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const PORTS_TRIED = 20;
const PUSH_EVERY_MS = 500;
const CONNECTIONS_MAX = 128;
const READING_METHODS = new Set(["GET", "HEAD"]);

/** Serves on the first free port from the wished one on, or says in a sentence why it cannot. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer | { readonly problem: string }> {
  const { clock, port, ...first } = options;
  const updates = new LiveUpdates({ clock, ...first });
  let site: Site = first;
  const server = createServer((request, response) => void answerSafely(request, { ...site, clock, response, updates }));
  server.maxConnections = CONNECTIONS_MAX;
  server.requestTimeout = 10_000;
  const bound = await listen(server, port);
  if ("problem" in bound) return bound;
  const timer = setInterval(() => {
    site.board.expire();
    updates.push();
  }, PUSH_EVERY_MS);
  const show = (other: Site) => {
    site = other;
    updates.show(other);
  };
  const close = () => {
    clearInterval(timer);
    updates.close();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { url: `http://${HOST}:${bound.port}`, port: bound.port, show, close };
}

/** A fault of ours costs one answer, not the checks that run in the same process. */
async function answerSafely(request: IncomingMessage, exchange: PageExchange): Promise<void> {
  try {
    await answer(request, exchange);
  } catch (error) {
    if (!exchange.response.headersSent) exchange.response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    exchange.response.end(`A fault in Bongsu itself: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function answer(request: IncomingMessage, exchange: PageExchange): Promise<void> {
  const { response } = exchange;
  setSafeHeaders(response);
  const url = URL.parse(`http://${HOST}${request.url ?? "/"}`);
  if (!isOurHost(request)) refuse(response, { status: 421, sentence: "This page answers only to 127.0.0.1 and localhost." });
  else if (request.method === "POST" && url?.pathname === "/run") acceptRun(request, { ...exchange, query: url.searchParams });
  else if (!READING_METHODS.has(request.method ?? "")) refuse(response, { status: 405, sentence: "This page can only be read." });
  else if (url === null) refuse(response, { status: 400, sentence: "That is no address." });
  else if (url.pathname === "/events") exchange.updates.connect(request, { response, query: url.searchParams });
  else if (url.pathname === "/api/state.json") sendJson(response, stateDocument(exchange.board, exchange));
  else if (url.pathname === TRY_PATH && !isOwnWish(request)) refuse(response, { status: 403, sentence: NOT_FROM_ELSEWHERE });
  else if (isStatusPath(url.pathname)) await sendStatusPage(url.pathname, exchange);
  else await sendPage(readPageRequest(url), exchange);
}

const NOT_FROM_ELSEWHERE = "Addresses can be tried from the page itself only.";

/** `none`: somebody typed it, or loads it again. No other site may make this computer ask anybody anything. */
function isOwnWish({ headers }: IncomingMessage): boolean {
  return ["same-origin", "none"].includes(String(headers["sec-fetch-site"]));
}

/** Another site's name that leads to this address must not read it (DNS rebinding). */
function isOurHost({ headers, socket }: IncomingMessage): boolean {
  return [HOST, "localhost"].some((host) => headers.host === `${host}:${socket.localPort}`);
}

function setSafeHeaders(response: ServerResponse): void {
  response.setHeader("cache-control", "no-store");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("x-content-type-options", "nosniff");
}

function sendJson(response: ServerResponse, document: unknown): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(`${JSON.stringify(document)}\n`);
}

async function listen(server: Server, wished: number): Promise<{ port: number } | { problem: string }> {
  const ports = wished === 0 ? [0] : Array.from({ length: PORTS_TRIED }, (_, at) => wished + at).filter((port) => port < 65_536);
  for (const port of ports) {
    const code = await tryListen(server, port);
    if (code === undefined) return { port: portOf(server) };
    if (code !== "EADDRINUSE" && code !== "EACCES") return { problem: `The page cannot be served on ${HOST}:${port}: ${code}.` };
  }
  return { problem: `No port from ${wished} to ${ports.at(-1)} is free; choose another with --port.` };
}

/** The error's code, if it does not listen. */
function tryListen(server: Server, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    server.once("error", fail);
    server.listen(port, HOST, () => {
      server.off("error", fail);
      resolve(undefined);
    });
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
