/** A small world to respond to: checks with alarms, a clock, people who count what they hear, and a responder that can be killed. */
import type { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import type { Investigate } from "../../lib/core/incidents/gather-evidence.ts";
import { type Channels, lineTo } from "../../lib/core/incidents/lines.ts";
import { type ResponderOptions, type ResponderReport, respond } from "../../lib/core/incidents/respond.ts";
import type { AlarmSpec } from "../../lib/core/model/alarm.ts";
import type { Line, Notice, NoticeReason } from "../../lib/core/model/incident.ts";
import type { AlarmState, WatchedCheck } from "../../lib/core/model/picture.ts";
import type { AlarmTransition, Clock, IncidentStore, Messenger } from "../../lib/core/ports.ts";
import { openDatabase } from "../../lib/local/database.ts";
import { SqliteIncidentStore } from "../../lib/local/incident-store.ts";
import { anAlarm, aWatchedCheck, START_EPOCH_MS } from "./incidents.ts";

export interface Heard {
  readonly atEpochMs: number;
  readonly line: Line;
  readonly reason: NoticeReason;
  readonly notice: Notice;
}

export interface WorldOptions {
  readonly checks: readonly WatchedCheck[];
  /** Beside `down` of every check. */
  readonly alarms?: readonly AlarmSpec[];
  readonly channels?: Channels;
  readonly investigate?: Investigate;
  /** A sentence: this notice cannot be sent now. */
  readonly refuse?: (notice: Notice, nowEpochMs: number) => string | undefined;
}

const EVERYTHING: Channels = { oncall: ["email", "sms", "slack"], platform: ["email"] };

export class World {
  nowEpochMs = START_EPOCH_MS;
  readonly heard: Heard[] = [];
  readonly store: IncidentStore;
  readonly #options: WorldOptions;
  readonly #states: Map<string, AlarmState>;
  #moved: AlarmTransition[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.store = new SqliteIncidentStore(openInMemory());
    const alarms = [...options.checks.map(({ id }) => anAlarm({ check: id })), ...(options.alarms ?? [])];
    const sinceEpochMs = START_EPOCH_MS - 86_400_000;
    this.#states = new Map(alarms.map((alarm) => [alarm.name, { alarm, state: "OK", sinceEpochMs, reason: "" }]));
  }

  /** Time stands still unless a test lets it pass, or somebody keeps a pace. */
  get clock(): Clock {
    return {
      monotonicMs: () => this.nowEpochMs - START_EPOCH_MS,
      epochMs: () => this.nowEpochMs,
      sleep: (durationMs, signal) => {
        if (signal !== undefined)
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
        this.nowEpochMs += durationMs;
        return Promise.resolve();
      },
    };
  }

  get messenger(): Messenger {
    return {
      send: async (notice) => {
        const problem = this.#options.refuse?.(notice, this.nowEpochMs);
        if (problem !== undefined) return { problem };
        const { reason, contact, channels } = notice;
        const lines = channels.map((channel) => lineTo(contact, channel));
        this.heard.push(...lines.map((line) => ({ atEpochMs: this.nowEpochMs, line, reason, notice })));
        return {};
      },
    };
  }

  get responder(): ResponderOptions {
    return {
      deployment: "acme",
      timezone: "Asia/Seoul",
      channels: this.#options.channels ?? EVERYTHING,
      store: this.store,
      pictures: { read: async () => ({ alarms: [...this.#states.values()], checks: this.#options.checks }) },
      investigate: this.#options.investigate ?? (async () => ({})),
      messenger: this.messenger,
      clock: this.clock,
      deliverForMs: 60_000,
    };
  }

  /** Names of alarms, or ids of checks for their `down`. */
  set(state: AlarmState["state"], ...names: readonly string[]): void {
    for (const name of names) {
      const before = this.#states.get(name) ?? this.#states.get(`acme: ${name} is down`);
      if (before === undefined) throw new Error(`no alarm ${name}`);
      if (before.state === state) continue;
      const { alarm } = before;
      this.#states.set(alarm.name, { ...before, state, sinceEpochMs: this.nowEpochMs });
      this.#moved.push({ alarm, from: before.state, to: state, atEpochMs: this.nowEpochMs, reason: "" });
    }
  }

  pass(options: Partial<ResponderOptions> = {}): Promise<ResponderReport> {
    const moved = this.#moved;
    this.#moved = [];
    return respond(moved, { ...this.responder, ...options });
  }

  /** Lets time pass, with a pass of the responder every so often. */
  async passTime(durationMs: number, everyMs = 30_000): Promise<void> {
    const endEpochMs = this.nowEpochMs + durationMs;
    while (this.nowEpochMs < endEpochMs) {
      this.nowEpochMs = Math.min(endEpochMs, this.nowEpochMs + everyMs);
      await this.pass();
    }
  }

  /** What came through a line, in words: `open`, `close`. */
  reasons(line: Line): NoticeReason[] {
    return this.heard.filter((heard) => heard.line === line).map(({ reason }) => reason);
  }

  count(line: Line, untilEpochMs = Number.POSITIVE_INFINITY): number {
    return this.heard.filter((heard) => heard.line === line && heard.atEpochMs <= untilEpochMs).length;
  }
}

/** So many checks on each of so many hosts: `host-3/check-7`. */
export function checksOnHosts(hosts: number, checksEach: number): WatchedCheck[] {
  return Array.from({ length: hosts * checksEach }, (_, at) => {
    const host = `host-${Math.floor(at / checksEach)}`;
    return aWatchedCheck({ id: `${host}/check-${at % checksEach}`, host: `${host}.acme.example` });
  });
}

function openInMemory(): DatabaseSync {
  const opened = openDatabase(undefined);
  if ("problem" in opened) throw new Error(opened.problem);
  onTestFinished(() => opened.database.close());
  return opened.database;
}
