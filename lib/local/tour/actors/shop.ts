/** Plays a healthy neighbour: a page that answers, and gauges that rise for good reasons. */
import type { ServerResponse } from "node:http";
import { createFastClock } from "../../../core/time/fast-clock.ts";
import type { Actor } from "../actor.ts";
import { serveHttp } from "../serve-http.ts";
import { createGauges } from "./gauges.ts";

/** Script: `deployAfterMs` in the tour's time. */
export const playShop: Actor = async (script) => {
  const clock = createFastClock(script.time());
  const startedAtEpochMs = clock.epochMs();
  const gauges = createGauges({ startedAtEpochMs, deployAtEpochMs: startedAtEpochMs + script.number("deployAfterMs") });
  const page = () => printGauges(gauges, clock.epochMs());
  return { port: await serveHttp(({ url }, response) => answer(url ?? "", { response, page }), { clock }) };
};

function answer(path: string, { response, page }: { response: ServerResponse; page: () => string }): void {
  if (path.startsWith("/metrics")) response.setHeader("content-type", "text/plain; version=0.0.4").end(page());
  else response.setHeader("content-type", "application/json").end(JSON.stringify({ status: "ok", queue: 3 }));
}

function printGauges({ connections, threads, sessions }: ReturnType<typeof createGauges>, nowEpochMs: number): string {
  return [
    "# TYPE hikaricp_connections gauge",
    `hikaricp_connections{pool="shop"} ${connections(nowEpochMs)}`,
    "# TYPE jvm_threads_live_threads gauge",
    `jvm_threads_live_threads ${threads(nowEpochMs)}`,
    "# TYPE shop_sessions gauge",
    `shop_sessions ${sessions(nowEpochMs)}`,
    "",
  ].join("\n");
}
