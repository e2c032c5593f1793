/** The database file of this computer's history: opened, locked for one process, brought to the present schema. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

export const DATABASE_FILE = "bongsu.db";

/** Marks the file as ours, so that no other program's database is ever written to ("bong"). */
const APPLICATION_ID = 0x626f6e67;
const SQLITE_BUSY = 5;
const IN_MEMORY = ":memory:";

/** Step n leads from version n to n + 1. A published step is never changed, only followed by another. */
const MIGRATIONS = [
  `CREATE TABLE outcomes (
     id INTEGER PRIMARY KEY,
     check_id TEXT NOT NULL,
     due_epoch_ms INTEGER NOT NULL,
     status TEXT NOT NULL,
     latency_ms REAL,
     outcome TEXT NOT NULL
   ) STRICT;
   CREATE INDEX readings ON outcomes (check_id, due_epoch_ms, status, latency_ms);
   CREATE INDEX failures ON outcomes (check_id, due_epoch_ms) WHERE status IN ('down', 'unknown');
   CREATE TABLE alarms (
     name TEXT PRIMARY KEY,
     state TEXT NOT NULL,
     told TEXT NOT NULL
   ) STRICT;
   CREATE TABLE transitions (
     id INTEGER PRIMARY KEY,
     alarm TEXT NOT NULL,
     check_id TEXT NOT NULL,
     from_state TEXT NOT NULL,
     to_state TEXT NOT NULL,
     at_epoch_ms INTEGER NOT NULL,
     reason TEXT NOT NULL
   ) STRICT;
   CREATE INDEX transitions_by_check ON transitions (check_id, id);`,
  `CREATE TABLE samples (
     id INTEGER PRIMARY KEY,
     check_id TEXT NOT NULL,
     metric TEXT NOT NULL,
     series TEXT NOT NULL,
     at_epoch_ms INTEGER NOT NULL,
     value REAL NOT NULL
   ) STRICT;
   CREATE INDEX samples_by_time ON samples (check_id, metric, series, at_epoch_ms);
   CREATE TABLE thread_evidence (
     id INTEGER PRIMARY KEY,
     check_id TEXT NOT NULL,
     evidence TEXT NOT NULL
   ) STRICT;
   CREATE INDEX thread_evidence_by_check ON thread_evidence (check_id, id);`,
  `CREATE TABLE incident_head (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     version INTEGER NOT NULL,
     head TEXT NOT NULL
   ) STRICT;
   CREATE TABLE incidents (
     id TEXT PRIMARY KEY,
     incident TEXT NOT NULL
   ) STRICT;
   CREATE TABLE outbox (
     id TEXT PRIMARY KEY,
     notice TEXT NOT NULL,
     claimed_until_epoch_ms INTEGER NOT NULL,
     attempts INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX transitions_by_alarm ON transitions (alarm, id);`,
  "ALTER TABLE alarms DROP COLUMN told;",
] as const;

/** A database that cannot be used is left as it is; the problem says what is wrong and the cure. */
export type OpenedDatabase = { readonly database: DatabaseSync } | { readonly problem: string };

/** Opens or creates the database in a folder, or without one in memory. Never throws. */
export function openDatabase(folder: string | undefined): OpenedDatabase {
  const file = folder === undefined ? IN_MEMORY : path.join(folder, DATABASE_FILE);
  let database: DatabaseSync | undefined;
  try {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(file);
    const problem = prepare(database, file);
    if (problem === undefined) return { database };
    database.close();
    return { problem };
  } catch (error) {
    database?.close();
    return { problem: describeError(error, file) };
  }
}

function prepare(database: DatabaseSync, file: string): string | undefined {
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 200;");
  const version = readPragma(database, "user_version");
  const applicationId = readPragma(database, "application_id");
  const isEmpty = readPragma(database, "schema_version") === 0;
  if (!isEmpty && applicationId !== APPLICATION_ID) {
    return `${file} is another program's database. Choose another folder with --data.`;
  }
  if (version > MIGRATIONS.length) {
    return `${file} was written by a newer Bongsu (schema ${version}, this one knows ${MIGRATIONS.length}). Update Bongsu, or choose another folder with --data.`;
  }
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608;");
  migrate(database, version);
  return undefined;
}

/** All steps or none: a crash in between leaves the old version. The transaction also takes the lock. */
function migrate(database: DatabaseSync, version: number): void {
  database.exec("BEGIN IMMEDIATE");
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

function readPragma(database: DatabaseSync, name: "user_version" | "application_id" | "schema_version"): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function describeError(error: unknown, file: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  const isInUse = error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
  if (isInUse) return `${file} is in use by another "bongsu dev". Stop that one, or choose another folder with --data.`;
  return `${file} cannot be used: ${reason}. Move it away (its history is lost to Bongsu) or choose another folder with --data.`;
}
