/** Something to look at without a configuration: targets on this computer, one fine, one slow, one that fails now and then. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { defineChecks } from "../core/config/index.ts";
import type { Config } from "../core/model/check.ts";
import type { Clock } from "../core/ports.ts";

export interface Tour {
  readonly config: Config;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const SLOW_ANSWER_MS = 700;
/** It begins with an outage, so that the first minute shows an alarm and its end. */
const OUTAGE_MS = 45_000;
const CYCLE_MS = 150_000;

export async function startTour(clock: Clock): Promise<Tour> {
  const startedMs = clock.monotonicMs();
  const isOutage = () => (clock.monotonicMs() - startedMs) % CYCLE_MS < OUTAGE_MS;
  const server = createServer((request, response) => answer(request, { response, isOutage: isOutage() }));
  const port = await listenAnywhere(server);
  return {
    config: tourConfig(port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ url }: IncomingMessage, { response, isOutage }: { response: ServerResponse; isOutage: boolean }): void {
  if (url === "/checkout" && isOutage) {
    send(response, { status: 503, body: { status: "down", reason: "db pool exhausted" } });
  } else if (url === "/search") {
    const timer = setTimeout(() => send(response, { status: 200, body: { status: "ok", hits: 12 } }), SLOW_ANSWER_MS);
    response.on("close", () => clearTimeout(timer));
  } else {
    send(response, { status: 200, body: { status: "ok", queue: 3 } });
  }
}

function send(response: ServerResponse, { status, body }: { status: number; body: object }): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function tourConfig(port: number): Config {
  const base = `http://${HOST}:${port}`;
  return defineChecks({
    name: "tour",
    contacts: { you: { email: ["you@example.com"] } },
    defaults: { every: "10s", timeout: "4s", notify: ["you"] },
    checks: [
      { id: "shop/login", title: "Login", http: `${base}/login`, expect: { json: { "$.status": "ok" } } },
      { id: "shop/checkout", title: "Checkout", http: `${base}/checkout`, expect: { status: 200, json: { "$.status": "ok" } } },
      { id: "shop/search", title: "Search", http: `${base}/search`, slow: { total: { above: "500ms" } } },
      { id: "network/gateway", title: "Gateway port", tcp: `${HOST}:${port}` },
    ],
  });
}

function listenAnywhere(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
