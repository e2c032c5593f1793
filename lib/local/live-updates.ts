/** Open pages and their server-sent events. A page that reads too slowly is skipped, then dropped; it never makes a queue. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../core/ports.ts";
import type { PageContext } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";
import { buildUpdate, type PageName } from "./page-updates.ts";

export interface LiveUpdateOptions {
  readonly board: LiveBoard;
  readonly context: PageContext;
  readonly clock: Clock;
}

interface Client {
  readonly response: ServerResponse;
  readonly page: PageName;
  version: number;
  /** When everything sent so far had left this process. */
  drainedMs: number;
  pingedMs: number;
}

const CLIENTS_MAX = 32;
const BEHIND_MAX_MS = 30_000;
const PING_EVERY_MS = 15_000;

export class LiveUpdates {
  readonly #options: LiveUpdateOptions;
  readonly #clients = new Set<Client>();
  /** Tells versions of this process from those of an earlier one. */
  readonly #boot = randomUUID();

  constructor(options: LiveUpdateOptions) {
    this.#options = options;
  }

  /** Where a page that shows the board as it is now gets its updates. */
  eventsPath(page: PageName): string {
    const query = new URLSearchParams({ since: this.#stamp(this.#options.board.version) });
    if ("check" in page) query.set("check", page.check);
    return `/events?${query}`;
  }

  connect(request: IncomingMessage, options: { response: ServerResponse; query: URLSearchParams }): void {
    const { response, query } = options;
    if (this.#clients.size >= CLIENTS_MAX) {
      response.writeHead(503, { "retry-after": "10" }).end("Too many pages are open.\n");
      return;
    }
    const version = this.#versionOf(request.headers["last-event-id"] ?? query.get("since"));
    const check = query.get("check");
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    response.write(version === undefined ? "event: reload\ndata: {}\n\n" : "retry: 1000\n\n");
    const nowMs = this.#options.clock.monotonicMs();
    const client = { response, page: check === null ? { board: true as const } : { check }, drainedMs: nowMs, pingedMs: nowMs };
    this.#add({ ...client, version: version ?? this.#options.board.version });
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
    const { board, clock, context } = this.#options;
    const nowMs = clock.monotonicMs();
    if (client.response.writableLength > 0) {
      if (nowMs - client.drainedMs > BEHIND_MAX_MS) client.response.destroy();
      return;
    }
    client.drainedMs = nowMs;
    if (client.version < board.version) {
      const update = buildUpdate(board, { page: client.page, sinceVersion: client.version, context });
      client.version = board.version;
      client.response.write(`id: ${this.#stamp(client.version)}\nevent: update\ndata: ${JSON.stringify(update)}\n\n`);
    } else if (nowMs - client.pingedMs > PING_EVERY_MS) {
      client.pingedMs = nowMs;
      client.response.write("event: ping\ndata: {}\n\n");
    }
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
