/**
 * The history of this computer: outcomes, alarm states, transitions. Bounded by age and number.
 * After it is open it never throws: a failing disk is reported once, and the checks go on without history.
 */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { parseThreadEvidence } from "../core/analysis/parse-thread-evidence.ts";
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import { SERIES_DIMENSION } from "../core/metrics/catalogue.ts";
import { wasAnswered } from "../core/metrics/samples.ts";
import type { AlarmMetric, AlarmStateValue } from "../core/model/alarm.ts";
import type { CheckId } from "../core/model/check.ts";
import type { Sample } from "../core/model/metric.ts";
import type { Outcome, Status } from "../core/model/outcome.ts";
import type { AlarmTransition, IncidentStore } from "../core/ports.ts";
import type { Reading } from "../core/render/timeline.ts";
import type { AlarmEntry } from "../core/render/view.ts";
import { parseOutcome } from "../core/run/parse-outcome.ts";
import type { Point } from "../core/trends/series.ts";
import { binsSql } from "./bins-sql.ts";
import { openDatabase } from "./database.ts";
import { SqliteIncidentStore } from "./incident-store.ts";

export interface StoreLimits {
  readonly ageMs: number;
  /** As many samples of the analysis are kept. */
  readonly outcomes: number;
  readonly transitions: number;
}

/** Eight days hold a whole week to compare with; an outcome takes about a kilobyte. */
const STORE_LIMITS: StoreLimits = { ageMs: 8 * 86_400_000, outcomes: 200_000, transitions: 10_000 };

/** An outcome and the moment for which its run was due. */
export interface DueOutcome {
  readonly outcome: Outcome;
  readonly dueEpochMs: number;
}

/** Runs in a row that ended alike. */
export interface Streak {
  readonly sinceEpochMs: number;
  readonly runs: number;
  readonly latest: Outcome;
}

/** `sinceEpochMs`: due at this moment or later. */
export interface Span {
  readonly check: CheckId;
  readonly sinceEpochMs: number;
}

export interface StoreOptions {
  /** Without it the history is kept in memory, and forgotten at the end. */
  readonly folder?: string;
  readonly limits?: StoreLimits;
  /** Told once, in a sentence, when the history can no longer be read or written. */
  readonly onProblem: (sentence: string) => void;
}

export type OpenedStore = { readonly store: Store } | { readonly problem: string };

/** Opens the history in a folder, which is created where it is missing, or in memory. */
export function openStore(options: StoreOptions): OpenedStore {
  const opened = openDatabase(options.folder);
  return "problem" in opened ? opened : { store: new Store(opened.database, options) };
}

const ROWS_PER_PRUNE = 500;
const OUTCOMES_BETWEEN_PRUNES = 100;
const THREAD_EVIDENCE_MAX = 500;

type Row = Record<string, SQLOutputValue>;
type Parameters = Record<string, string | number | null>;

export class Store {
  /** Incidents live in the same file. Unlike the rest they reject when it fails: no message may be lost. */
  readonly incidents: IncidentStore;
  readonly #database: DatabaseSync;
  readonly #limits: StoreLimits;
  readonly #onProblem: (sentence: string) => void;
  readonly #statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  #addedSincePrune = 0;
  #hasFailed = false;

  constructor(database: DatabaseSync, { limits = STORE_LIMITS, onProblem }: StoreOptions) {
    this.incidents = new SqliteIncidentStore(database);
    this.#database = database;
    this.#limits = limits;
    this.#onProblem = onProblem;
  }

  addOutcome({ outcome, dueEpochMs }: DueOutcome): void {
    this.#write(
      "INSERT INTO outcomes (check_id, due_epoch_ms, status, latency_ms, outcome) VALUES ($check, $due, $status, $latency, $outcome)",
      {
        check: outcome.check,
        due: Math.round(dueEpochMs),
        status: outcome.status,
        latency: outcome.status !== "unknown" && wasAnswered(outcome) ? outcome.totalMs : null,
        outcome: JSON.stringify(outcome),
      },
    );
    this.#addedSincePrune += 1;
    if (this.#addedSincePrune >= OUTCOMES_BETWEEN_PRUNES) this.prune(dueEpochMs);
  }

  /** Oldest first. */
  readings({ check, sinceEpochMs }: Span): Reading[] {
    const sql =
      "SELECT due_epoch_ms, status, latency_ms FROM outcomes WHERE check_id = $check AND due_epoch_ms >= $since ORDER BY due_epoch_ms";
    return this.#read(sql, { check, since: sinceEpochMs }).map(toReading);
  }

  /** When the oldest run that is still on record was due. */
  oldestDueEpochMs(check: CheckId): number | undefined {
    const [row] = this.#read("SELECT min(due_epoch_ms) AS due FROM outcomes WHERE check_id = $check", { check });
    return typeof row?.due === "number" ? row.due : undefined;
  }

  /** Newest first. */
  outcomes({ check, sinceEpochMs }: Span, limit: number): DueOutcome[] {
    const sql =
      "SELECT due_epoch_ms, outcome FROM outcomes WHERE check_id = $check AND due_epoch_ms >= $since ORDER BY due_epoch_ms DESC LIMIT $limit";
    return this.#read(sql, { check, since: sinceEpochMs, limit }).flatMap(toDueOutcome);
  }

  /** Runs that were down or ended by our own fault, newest first. */
  failures(check: CheckId, limit: number): Outcome[] {
    const sql =
      "SELECT due_epoch_ms, outcome FROM outcomes WHERE check_id = $check AND status IN ('down', 'unknown') ORDER BY due_epoch_ms DESC LIMIT $limit";
    return this.#read(sql, { check, limit })
      .flatMap(toDueOutcome)
      .map(({ outcome }) => outcome);
  }

  /** The latest unbroken sequence of runs that ended with one of the statuses; runs that say nothing do not break it. */
  streak(check: CheckId, statuses: readonly Status[]): Streak | undefined {
    const wanted = "(SELECT value FROM json_each($statuses))";
    const last = `SELECT max(due_epoch_ms) FROM outcomes WHERE check_id = $check AND status IN ${wanted}`;
    const sql = `WITH last AS (SELECT (${last}) AS due), edge AS (
        SELECT coalesce(max(due_epoch_ms), -1) AS due FROM outcomes
        WHERE check_id = $check AND status NOT IN ${wanted} AND status <> 'unknown' AND due_epoch_ms < (SELECT due FROM last))
      SELECT min(due_epoch_ms) AS since, count(*) AS runs, max(due_epoch_ms) AS due_epoch_ms,
        (SELECT outcome FROM outcomes WHERE check_id = $check AND due_epoch_ms = (SELECT due FROM last) AND status IN ${wanted}) AS outcome
      FROM outcomes WHERE check_id = $check AND status IN ${wanted} AND due_epoch_ms > (SELECT due FROM edge)`;
    const [row] = this.#read(sql, { check, statuses: JSON.stringify(statuses) });
    const [latest] = row === undefined || row.runs === 0 ? [] : toDueOutcome(row);
    return latest && { sinceEpochMs: Number(row?.since), runs: Number(row?.runs), latest: latest.outcome };
  }

  /** Datapoints of a metric of one check, whatever its location, in order of time, each at the start of its period. */
  bins(metric: AlarmMetric, { fromEpochMs, toEpochMs }: { fromEpochMs: number; toEpochMs: number }): Point[] {
    const series = metric.dimensions[SERIES_DIMENSION] ?? "";
    const place = { check: metric.dimensions.Check ?? "", from: fromEpochMs, to: toEpochMs, period: metric.periodMs };
    const { sql, parameters } = binsSql(metric, series);
    return this.#read(sql, { ...place, ...parameters }).map(toPoint);
  }

  /** Findings of the analysis, beside what outcomes tell. */
  addSample({ metric, dimensions, atEpochMs, value }: Sample): void {
    this.#write(
      "INSERT INTO samples (check_id, metric, series, at_epoch_ms, value) VALUES ($check, $metric, $series, $at, $value)",
      {
        check: dimensions.Check ?? "",
        metric,
        series: dimensions[SERIES_DIMENSION] ?? "",
        at: Math.round(atEpochMs),
        value,
      },
    );
  }

  /** Oldest first. */
  samples({ name, dimensions }: AlarmMetric, sinceEpochMs: number): Point[] {
    const sql =
      "SELECT at_epoch_ms AS at, value FROM samples WHERE check_id = $check AND metric = $metric AND series = $series AND at_epoch_ms >= $since ORDER BY at_epoch_ms";
    const series = dimensions[SERIES_DIMENSION] ?? "";
    return this.#read(sql, { check: dimensions.Check ?? "", metric: name, series, since: sinceEpochMs }).map(toPoint);
  }

  addThreadEvidence(evidence: ThreadEvidence): void {
    this.#write("INSERT INTO thread_evidence (check_id, evidence) VALUES ($check, $evidence)", {
      check: evidence.check,
      evidence: JSON.stringify(evidence),
    });
  }

  /** What thread dumps told of a check, newest first. */
  threadEvidence(check: CheckId, limit: number): ThreadEvidence[] {
    const sql = "SELECT evidence FROM thread_evidence WHERE check_id = $check ORDER BY id DESC LIMIT $limit";
    return this.#read(sql, { check, limit }).flatMap(({ evidence }) => parseThreadEvidence(String(evidence)) ?? []);
  }

  /** A new alarm has no data yet. */
  alarmState(name: string): AlarmStateValue {
    const [row] = this.#read("SELECT state FROM alarms WHERE name = $name", { name });
    return toAlarmState(row?.state);
  }

  /** The last time an alarm changed its state. */
  lastTransition(name: string): { readonly atEpochMs: number; readonly reason: string } | undefined {
    const sql = "SELECT at_epoch_ms, reason FROM transitions WHERE alarm = $name ORDER BY id DESC LIMIT 1";
    const [row] = this.#read(sql, { name });
    return row && { atEpochMs: Number(row.at_epoch_ms), reason: String(row.reason) };
  }

  /** State and transition together, or neither: after a crash the alarm is evaluated again. */
  recordTransition({ alarm, from, to, atEpochMs, reason }: AlarmTransition): void {
    this.#guard(undefined, () => {
      this.#database.exec("BEGIN");
      this.#run("INSERT INTO alarms (name, state) VALUES ($name, $to) ON CONFLICT DO UPDATE SET state = $to", {
        name: alarm.name,
        to,
      });
      this.#run(
        "INSERT INTO transitions (alarm, check_id, from_state, to_state, at_epoch_ms, reason) VALUES ($name, $check, $from, $to, $at, $reason)",
        {
          name: alarm.name,
          check: alarm.check ?? "",
          from,
          to,
          at: Math.round(atEpochMs),
          reason,
        },
      );
      this.#database.exec("COMMIT");
    });
  }

  /** Newest first. */
  transitions(check: CheckId, limit: number): AlarmEntry[] {
    return this.#read("SELECT * FROM transitions WHERE check_id = $check ORDER BY id DESC LIMIT $limit", { check, limit }).map(
      toAlarmEntry,
    );
  }

  /** Deletes what is too old or too much, a few hundred rows at a time, so that it never holds up a probe. */
  prune(nowEpochMs: number): void {
    this.#addedSincePrune = 0;
    const { ageMs, outcomes, transitions } = this.#limits;
    const oldest = `SELECT id, due_epoch_ms FROM outcomes ORDER BY id LIMIT ${ROWS_PER_PRUNE}`;
    this.#write(`DELETE FROM outcomes WHERE id IN (SELECT id FROM (${oldest}) WHERE due_epoch_ms < $before)`, {
      before: nowEpochMs - ageMs,
    });
    this.#write(
      `DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes ORDER BY id LIMIT min(${ROWS_PER_PRUNE}, max(0, (SELECT count(*) FROM outcomes) - $keep)))`,
      { keep: outcomes },
    );
    this.#write(
      `DELETE FROM samples WHERE id IN (SELECT id FROM (SELECT id, at_epoch_ms FROM samples ORDER BY id LIMIT ${ROWS_PER_PRUNE}) WHERE at_epoch_ms < $before OR id <= (SELECT max(id) FROM samples) - $keep)`,
      { before: nowEpochMs - ageMs, keep: outcomes },
    );
    this.#write("DELETE FROM thread_evidence WHERE id <= (SELECT max(id) FROM thread_evidence) - $keep", {
      keep: THREAD_EVIDENCE_MAX,
    });
    this.#write("DELETE FROM transitions WHERE id <= (SELECT max(id) FROM transitions) - $keep", { keep: transitions });
  }

  close(): void {
    if (this.#database.isOpen) this.#guard(undefined, () => this.#database.close());
  }

  #read(sql: string, parameters: Parameters): Row[] {
    return this.#guard([], () => this.#prepare(sql).all(parameters));
  }

  #write(sql: string, parameters: Parameters): void {
    this.#guard(undefined, () => this.#run(sql, parameters));
  }

  #run(sql: string, parameters: Parameters): void {
    this.#prepare(sql).run(parameters);
  }

  #prepare(sql: string): ReturnType<DatabaseSync["prepare"]> {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<Result>(fallback: Result, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("ROLLBACK");
      if (!this.#hasFailed)
        this.#onProblem(`History is no longer kept: ${error instanceof Error ? error.message : String(error)}.`);
      this.#hasFailed = true;
      return fallback;
    }
  }
}

function toReading(row: Row): Reading {
  const latencyMs = row.latency_ms;
  return {
    dueEpochMs: Number(row.due_epoch_ms),
    status: toStatus(row.status),
    ...(typeof latencyMs === "number" && { latencyMs }),
  };
}

function toPoint(row: Row): Point {
  return { atEpochMs: Number(row.at), value: Number(row.value) };
}

function toDueOutcome(row: Row): DueOutcome[] {
  const outcome = parseOutcome(String(row.outcome));
  return outcome === undefined ? [] : [{ outcome, dueEpochMs: Number(row.due_epoch_ms) }];
}

function toAlarmEntry(row: Row): AlarmEntry {
  return {
    alarm: String(row.alarm),
    from: String(row.from_state),
    to: String(row.to_state),
    atEpochMs: Number(row.at_epoch_ms),
    reason: String(row.reason),
  };
}

function toStatus(value: unknown): Status {
  return value === "up" || value === "slow" || value === "down" ? value : "unknown";
}

function toAlarmState(value: unknown): AlarmStateValue {
  return value === "OK" || value === "ALARM" ? value : "INSUFFICIENT_DATA";
}
