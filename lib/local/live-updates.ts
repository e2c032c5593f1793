/** Open pages and their server-sent events. A page that reads too slowly is skipped, then dropped; it never makes a queue. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../core/ports.ts";
import type { DrawContext } from "../core/render/view.ts";
import { drawContext, type Site } from "./page-reader.ts";
import { readLanguage } from "./page-routes.ts";
import { buildUpdate } from "./page-updates.ts";

export interface LiveUpdateOptions extends Site {
  readonly clock: Clock;
}

interface Client {
  readonly response: ServerResponse;
  readonly context: DrawContext;
  version: number;
  /** Of the rows, as the page shows them; known once it was sent. */
  order: string;
  /** When everything sent so far had left this process. */
  drainedMs: number;
  /** When the page was told the time. */
  clockedMs: number;
}

const CLIENTS_MAX = 32;
const BEHIND_MAX_MS = 30_000;
/** Pages count down to the next runs, and take a silent connection for a lost one. */
const CLOCK_EVERY_MS = 1_000;
const RELOAD = "event: reload\ndata: {}\n\n";

export class LiveUpdates {
  readonly #clock: Clock;
  readonly #clients = new Set<Client>();
  #site: Site;
  /** Tells versions of this site from those of an earlier one, or of an earlier process. */
  #boot = randomUUID();

  constructor({ clock, ...site }: LiveUpdateOptions) {
    this.#clock = clock;
    this.#site = site;
  }

  /** Another site has other rows: open pages load anew. */
  show(site: Site): void {
    this.#site = site;
    this.#boot = randomUUID();
    for (const { response } of this.#clients) response.end(RELOAD);
    this.#clients.clear();
  }

  /** Where a page that shows the board as it is now gets its updates. */
  eventsPath({ language }: DrawContext): string {
    const query = new URLSearchParams({ since: this.#stamp(this.#site.board.version), lang: language });
    return `/events?${query}`;
  }

  connect(request: IncomingMessage, options: { response: ServerResponse; query: URLSearchParams }): void {
    const { response, query } = options;
    if (this.#clients.size >= CLIENTS_MAX) {
      response.writeHead(503, { "retry-after": "10" }).end("Too many pages are open.\n");
      return;
    }
    const version = this.#versionOf(request.headers["last-event-id"] ?? query.get("since"));
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    response.write(version === undefined ? RELOAD : "retry: 1000\n\n");
    const nowMs = this.#clock.monotonicMs();
    this.#add({
      ...{ response, context: drawContext(this.#site, readLanguage(query)), order: "" },
      ...{ drainedMs: nowMs, clockedMs: nowMs, version: version ?? this.#site.board.version },
    });
  }

  /** Brings every open page up to date; call it once or twice a second. */
  push(): void {
    for (const client of this.#clients) this.#pushTo(client);
  }

  close(): void {
    for (const { response } of this.#clients) response.end();
    this.#clients.clear();
  }

  #add(client: Client): void {
    this.#clients.add(client);
    client.response.on("close", () => this.#clients.delete(client));
  }

  #pushTo(client: Client): void {
    const { board } = this.#site;
    const nowMs = this.#clock.monotonicMs();
    if (client.response.writableLength > 0) {
      if (nowMs - client.drainedMs > BEHIND_MAX_MS) client.response.destroy();
      return;
    }
    client.drainedMs = nowMs;
    if (client.version < board.version) this.#update(client);
    if (nowMs - client.clockedMs >= CLOCK_EVERY_MS) {
      client.clockedMs = nowMs;
      client.response.write(`event: clock\ndata: ${this.#clock.epochMs()}\n\n`);
    }
  }

  /** The order of a thousand rows is sent only where it has changed. */
  #update(client: Client): void {
    const { board } = this.#site;
    const { context, order: known, version: sinceVersion } = client;
    const { order, ...rest } = buildUpdate(board, { context, sinceVersion, nowEpochMs: this.#clock.epochMs() });
    client.order = JSON.stringify(order);
    client.version = board.version;
    const update = { ...rest, ...(client.order !== known && { order }) };
    client.response.write(`id: ${this.#stamp(client.version)}\nevent: update\ndata: ${JSON.stringify(update)}\n\n`);
  }

  #stamp(version: number): string {
    return `${this.#boot}.${version}`;
  }

  /** `undefined`: the page stems from an earlier process and must load anew. */
  #versionOf(stamp: string | string[] | null): number | undefined {
    const [boot, version] = String(stamp).split(".");
    return boot === this.#boot && /^\d{1,15}$/.test(version ?? "") ? Number(version) : undefined;
  }
}
