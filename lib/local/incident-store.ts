/** Incidents in the database of this computer. Statements are synchronous: what a method writes is written in one go. */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { EMPTY_HEAD, isHeadBody, isIncident, isNotice, type LedgerHead } from "../core/incidents/stored.ts";
import type { Notice } from "../core/model/incident.ts";
import type { IncidentLedger, IncidentStore, LedgerChange } from "../core/ports.ts";
import { isRecord } from "../core/shapes.ts";

type Parameters = Record<string, string | number>;
type Row = Record<string, SQLOutputValue>;

/** The database is the one that `openDatabase` gives; it is shared with the history and stays the caller's to close. */
export class SqliteIncidentStore implements IncidentStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async read(): Promise<IncidentLedger> {
    return {
      ...this.#readHead(),
      incidents: this.#all("SELECT incident FROM incidents")
        .map(({ incident }) => parseJson(incident))
        .filter(isIncident),
      outbox: this.#all("SELECT notice, claimed_until_epoch_ms, attempts FROM outbox").flatMap(toNotice),
    };
  }

  async commit(change: LedgerChange, readVersion: number): Promise<"written" | "conflict"> {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = this.#write(change, readVersion);
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  async claim(noticeId: string, untilEpochMs: number, nowEpochMs: number): Promise<boolean> {
    const sql =
      "UPDATE outbox SET claimed_until_epoch_ms = $until, attempts = attempts + 1 WHERE id = $id AND claimed_until_epoch_ms <= $now";
    return this.#run(sql, { id: noticeId, until: untilEpochMs, now: nowEpochMs }) > 0;
  }

  async settle(noticeId: string): Promise<void> {
    this.#run("DELETE FROM outbox WHERE id = $id", { id: noticeId });
  }

  #write(change: LedgerChange, readVersion: number): "written" | "conflict" {
    const { incidents = [], forgotten = [], notices = [], ...rest } = change;
    const { version, ...head } = this.#readHead();
    if (version !== readVersion) return "conflict";
    this.#run(
      "INSERT INTO incident_head (id, version, head) VALUES (1, $version, $head) ON CONFLICT DO UPDATE SET version = $version, head = $head",
      {
        version: version + 1,
        head: JSON.stringify({ ...head, ...rest }),
      },
    );
    for (const incident of incidents) {
      this.#run("INSERT OR REPLACE INTO incidents (id, incident) VALUES ($id, $incident)", {
        id: incident.id,
        incident: JSON.stringify(incident),
      });
    }
    for (const id of forgotten) this.#run("DELETE FROM incidents WHERE id = $id", { id });
    for (const notice of notices) this.#put(notice);
    return "written";
  }

  #put({ claimedUntilEpochMs, attempts, ...notice }: Notice): void {
    this.#run(
      "INSERT OR REPLACE INTO outbox (id, notice, claimed_until_epoch_ms, attempts) VALUES ($id, $notice, $until, $attempts)",
      {
        id: notice.id,
        notice: JSON.stringify(notice),
        until: claimedUntilEpochMs,
        attempts,
      },
    );
  }

  #readHead(): LedgerHead {
    const [row] = this.#all("SELECT version, head FROM incident_head");
    if (row === undefined) return EMPTY_HEAD;
    const body = parseJson(row.head);
    return { ...EMPTY_HEAD, ...(isHeadBody(body) && body), version: Number(row.version) };
  }

  #all(sql: string): Row[] {
    return this.#database.prepare(sql).all();
  }

  #run(sql: string, parameters: Parameters): number {
    return Number(this.#database.prepare(sql).run(parameters).changes);
  }
}

/** Claim and attempts stand apart from the text: they change without it. */
function toNotice(row: Row): Notice[] {
  const stored = parseJson(row.notice);
  const notice = {
    ...(isRecord(stored) && stored),
    claimedUntilEpochMs: Number(row.claimed_until_epoch_ms),
    attempts: Number(row.attempts),
  };
  return isNotice(notice) ? [notice] : [];
}

function parseJson(text: SQLOutputValue | undefined): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
