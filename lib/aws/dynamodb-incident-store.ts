/**
 * Incidents in DynamoDB. Every commit is conditional on the version in the head row: of two responders that read the same
 * ledger one writes, the other reads again.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { LedgerHead } from "../core/incidents/stored.ts";
import type { Incident, Notice } from "../core/model/incident.ts";
import type { IncidentLedger, IncidentStore, LedgerChange } from "../core/ports.ts";
import {
  HEAD,
  headRow,
  incidentRow,
  incidentSort,
  noticeRow,
  noticeSort,
  type Row,
  readLedger,
  rowKey,
} from "./incident-rows.ts";

export interface DynamoDbIncidentStoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Name of the deployment: its partition. */
  readonly deployment: string;
}

/** DynamoDB takes 100 items in a transaction, and the head is one of them. */
const ROWS_PER_COMMIT_MAX = 99;
/** Of 4 MB that a transaction may hold. */
const BYTES_PER_COMMIT_MAX = 3_500_000;
const PAGES_MAX = 100;

/** Rejects when DynamoDB cannot be reached or refuses: the caller's queue tries again. */
export function createDynamoDbIncidentStore(options: DynamoDbIncidentStoreOptions): IncidentStore {
  return new DynamoDbIncidentStore(options);
}

class DynamoDbIncidentStore implements IncidentStore {
  readonly #options: DynamoDbIncidentStoreOptions;

  constructor(options: DynamoDbIncidentStoreOptions) {
    this.#options = options;
  }

  async read(): Promise<IncidentLedger> {
    const { client, deployment, tableName: TableName } = this.#options;
    const rows: Row[] = [];
    let ExclusiveStartKey: Row | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const answer = await client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: deployment } },
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      rows.push(...(answer.Items ?? []));
      ExclusiveStartKey = answer.LastEvaluatedKey;
      if (ExclusiveStartKey === undefined) break;
    }
    return readLedger(rows);
  }

  /**
   * A change too large for one transaction is written in several, each incident together with its notices: after a crash in
   * between, what is missing is decided anew.
   */
  async commit(change: LedgerChange, readVersion: number): Promise<"written" | "conflict"> {
    const head = await this.#headAfter(change, readVersion);
    if (head === undefined) return "conflict";
    const slices = sliceChange(change, this.#options);
    for (const [at, items] of (slices.length === 0 ? [[]] : slices).entries()) {
      const version = readVersion + at;
      if (!(await this.#write(items, { ...head, version: version + 1 }))) return "conflict";
    }
    return "written";
  }

  async claim(noticeId: string, untilEpochMs: number, nowEpochMs: number): Promise<boolean> {
    const { client, deployment, tableName: TableName } = this.#options;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: rowKey(deployment, noticeSort(noticeId)),
          UpdateExpression: "SET claimedUntilEpochMs = :until ADD attempts :one",
          ConditionExpression: "attribute_exists(pk) AND claimedUntilEpochMs <= :now",
          ExpressionAttributeValues: {
            ":until": { N: String(untilEpochMs) },
            ":now": { N: String(nowEpochMs) },
            ":one": { N: "1" },
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async settle(noticeId: string): Promise<void> {
    const { client, deployment, tableName: TableName } = this.#options;
    await client.send(new DeleteItemCommand({ TableName, Key: rowKey(deployment, noticeSort(noticeId)) }));
  }

  /** The head keeps what the change does not name, so it is read first; `undefined` when it has moved on. */
  async #headAfter(change: LedgerChange, readVersion: number): Promise<LedgerHead | undefined> {
    const { client, deployment, tableName: TableName } = this.#options;
    const answer = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND sk = :sk",
        ExpressionAttributeValues: { ":pk": { S: deployment }, ":sk": { S: HEAD } },
      }),
    );
    const { incidents: _incidents, outbox: _outbox, ...head } = readLedger(answer.Items ?? []);
    if (head.version !== readVersion) return undefined;
    const { incidents: _changed, notices: _notices, forgotten: _forgotten, ...rest } = change;
    return { ...head, ...rest };
  }

  async #write(items: readonly TransactWriteItem[], head: LedgerHead): Promise<boolean> {
    const { client, deployment, tableName: TableName } = this.#options;
    const isFirst = head.version === 1;
    const headItem: TransactWriteItem = {
      Put: {
        TableName,
        Item: headRow(deployment, head),
        ConditionExpression: isFirst ? "attribute_not_exists(pk)" : "version = :read",
        ...(!isFirst && { ExpressionAttributeValues: { ":read": { N: String(head.version - 1) } } }),
      },
    };
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [headItem, ...items] }));
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  return codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
}

interface Place {
  readonly deployment: string;
  readonly tableName: string;
}

/** Items that belong together stay in one slice. */
function sliceChange(change: LedgerChange, place: Place): TransactWriteItem[][] {
  const slices: TransactWriteItem[][] = [];
  let roomBytes = 0;
  for (const group of groupItems(change, place)) {
    const sizeBytes = Buffer.byteLength(JSON.stringify(group, asText));
    const last = slices.at(-1);
    if (last !== undefined && last.length + group.length <= ROWS_PER_COMMIT_MAX && sizeBytes <= roomBytes) last.push(...group);
    else {
      slices.push(group);
      roomBytes = BYTES_PER_COMMIT_MAX;
    }
    roomBytes -= sizeBytes;
  }
  return slices;
}

/** Bytes count as they are, not as the list of numbers that JSON makes of them. */
function asText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? "x".repeat(value.length) : value;
}

function groupItems(change: LedgerChange, { deployment, tableName: TableName }: Place): TransactWriteItem[][] {
  const put = (Item: Row): TransactWriteItem => ({ Put: { TableName, Item } });
  const incidents: readonly Incident[] = change.incidents ?? [];
  const noticesOf = Map.groupBy<string, Notice>(change.notices ?? [], ({ story }) => story.incident);
  const known = new Set(incidents.map(({ id }) => id));
  const loose = (change.notices ?? []).filter(({ story }) => !known.has(story.incident));
  return [
    ...incidents.map((incident) => [
      put(incidentRow(deployment, incident)),
      ...(noticesOf.get(incident.id) ?? []).map((notice) => put(noticeRow(deployment, notice))),
    ]),
    ...loose.map((notice) => [put(noticeRow(deployment, notice))]),
    ...(change.forgotten ?? []).map((id) => [{ Delete: { TableName, Key: rowKey(deployment, incidentSort(id)) } }]),
  ];
}
