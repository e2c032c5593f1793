/**
 * Incidents as rows of one DynamoDB partition. The head comes first in the order of the sort key, so that one Query reads the
 * version before anything that a later commit may have changed.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EMPTY_HEAD, isHeadBody, isIncident, isNotice, type LedgerHead } from "../core/incidents/stored.ts";
import type { Incident, Notice } from "../core/model/incident.ts";
import { EXPIRY_ATTRIBUTE } from "../core/model/resource-names.ts";
import type { IncidentLedger } from "../core/ports.ts";
import { isRecord } from "../core/shapes.ts";

export type Row = Record<string, AttributeValue>;

export const HEAD = "head";
const INCIDENT = "incident#";
const NOTICE = "notice#";
const KEPT_MS = 90 * 86_400_000;
const PLAIN_CHARACTERS_MAX = 50_000;
const CONTENT_BYTES_MAX = 8_388_608;

export function rowKey(partition: string, sort: string): Row {
  return { pk: { S: partition }, sk: { S: sort } };
}

export function incidentSort(id: string): string {
  return `${INCIDENT}${id}`;
}

export function noticeSort(id: string): string {
  return `${NOTICE}${id}`;
}

export function headRow(partition: string, { version, ...body }: LedgerHead): Row {
  return { ...rowKey(partition, HEAD), version: { N: String(version) }, ...content(body) };
}

export function incidentRow(partition: string, incident: Incident): Row {
  return {
    ...rowKey(partition, incidentSort(incident.id)),
    ...content(incident),
    ...(incident.closedAtEpochMs !== undefined && expiryAfter(incident.closedAtEpochMs)),
  };
}

/** Claim and attempts stand apart from the text: they change without it. */
export function noticeRow(partition: string, { claimedUntilEpochMs, attempts, ...rest }: Notice): Row {
  return {
    ...rowKey(partition, noticeSort(rest.id)),
    claimedUntilEpochMs: { N: String(claimedUntilEpochMs) },
    attempts: { N: String(attempts) },
    ...content(rest),
    ...expiryAfter(rest.writtenAtEpochMs),
  };
}

/** What nobody removed (because a later version could not read it) goes by itself. */
function expiryAfter(atEpochMs: number): Row {
  return { [EXPIRY_ATTRIBUTE]: { N: String(Math.ceil((atEpochMs + KEPT_MS) / 1_000)) } };
}

/** A ledger from its rows; rows that this version cannot read are left where they are and left out. */
export function readLedger(rows: readonly Row[]): IncidentLedger {
  const incidents: Incident[] = [];
  const outbox: Notice[] = [];
  let head = EMPTY_HEAD;
  for (const row of rows) {
    const sort = row.sk?.S ?? "";
    const value = readContent(row);
    if (sort === HEAD) head = { ...EMPTY_HEAD, ...(isHeadBody(value) && value), version: numberOf(row.version) };
    else if (sort.startsWith(INCIDENT) && isIncident(value)) incidents.push(value);
    else if (sort.startsWith(NOTICE)) outbox.push(...readNotice(row, value));
  }
  return { ...head, incidents, outbox };
}

function readNotice(row: Row, value: unknown): Notice[] {
  const notice = {
    ...(isRecord(value) && value),
    claimedUntilEpochMs: numberOf(row.claimedUntilEpochMs),
    attempts: numberOf(row.attempts),
  };
  return isNotice(notice) ? [notice] : [];
}

function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}

/** An item may hold 400 KB; a thousand members with long names are more, but repeat themselves. */
function content(value: object): Row {
  const text = JSON.stringify(value);
  return text.length <= PLAIN_CHARACTERS_MAX ? { json: { S: text } } : { gzip: { B: gzipSync(text) } };
}

function readContent({ json, gzip }: Row): unknown {
  try {
    const text = gzip?.B === undefined ? json?.S : gunzipSync(gzip.B, { maxOutputLength: CONTENT_BYTES_MAX }).toString("utf8");
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
