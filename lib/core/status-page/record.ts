/** What is remembered from one writing to the next. It is ours alone: it holds ids of checks. */
import { isRecord } from "../shapes.ts";
import { type Counted, NOTHING_COUNTED } from "./count-runs.ts";
import type { KeptIncident } from "./kept-incident.ts";

export interface StatusRecord {
  readonly schemaVersion: 1;
  readonly createdAtEpochMs: number;
  /** By group: the part of its page's address that nobody can guess. Made once, and never again. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly counted: Counted;
  /** When runs were counted last, whole or not. */
  readonly countedAtEpochMs: number;
  readonly incidents: readonly KeptIncident[];
  /** By key: what stands in each file that does not change every time. */
  readonly written: Readonly<Record<string, Written>>;
}

export interface Written {
  readonly sha256: string;
  readonly atEpochMs: number;
}

export function newRecord(nowEpochMs: number): StatusRecord {
  return {
    ...{ schemaVersion: 1, createdAtEpochMs: nowEpochMs, secrets: {}, counted: NOTHING_COUNTED, countedAtEpochMs: 0 },
    ...{ incidents: [], written: {} },
  };
}

/** Throws a sentence where it is none: to begin anew would change every address. */
export function parseRecord(text: string): StatusRecord {
  const value: unknown = JSON.parse(text);
  if (!isStatusRecord(value)) throw new Error("The record of the status pages is none of this version of Bongsu.");
  return value;
}

/** Written by this code, so that its inside is as it was. */
function isStatusRecord(value: unknown): value is StatusRecord {
  if (!isRecord(value) || value.schemaVersion !== 1) return false;
  const { counted, countedAtEpochMs, createdAtEpochMs, incidents, secrets, written } = value;
  return (
    [secrets, counted, written].every(isRecord) &&
    Array.isArray(incidents) &&
    [createdAtEpochMs, countedAtEpochMs].every((one) => typeof one === "number")
  );
}
