/**
 * A table of DynamoDB over AWS JSON 1.0: Query of a partition, TransactWriteItems, UpdateItem and DeleteItem, with the
 * conditions that our store writes. A condition it does not know is an error, never taken for true.
 */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

type Value = Readonly<Record<string, string>>;
type Item = Record<string, Value>;

export interface DynamoDbStandIn extends HttpStandIn {
  /** Names of the calls, in order. */
  readonly calls: readonly string[];
  readonly items: ReadonlyMap<string, Item>;
  /** The next call is answered with this error instead. */
  failNext(code: string, status?: number): void;
}

interface Write {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

interface Request extends Write {
  readonly KeyConditionExpression?: string;
  readonly ExclusiveStartKey?: Item;
  readonly TransactItems?: readonly { readonly Put?: Write; readonly Delete?: Write }[];
}

class Refusal extends Error {
  readonly body: object;
  constructor(code: string, rest: object = {}) {
    super(code);
    this.body = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: code, ...rest };
  }
}

const PAGE_BYTES_MAX = 1_000_000;
const TRANSACTION_ITEMS_MAX = 100;
const ITEM_BYTES_MAX = 400_000;

export async function startDynamoDb(): Promise<DynamoDbStandIn> {
  const items = new Map<string, Item>();
  const calls: string[] = [];
  const failures: { code: string; status: number }[] = [];
  const server = await startHttpServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    calls.push(operation);
    const body = JSON.parse((await readBody(request)).toString("utf8")) as Request;
    const failure = failures.shift();
    const answer = failure === undefined ? perform(items, operation, body) : { ...failure, body: new Refusal(failure.code).body };
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(answer.body));
  });
  return { ...server, calls, items, failNext: (code, status = 400) => void failures.push({ code, status }) };
}

function perform(items: Map<string, Item>, operation: string, request: Request): { status: number; body: object } {
  try {
    if (operation === "Query") return { status: 200, body: query(items, request) };
    if (operation === "TransactWriteItems") return { status: 200, body: transact(items, request) };
    if (operation === "UpdateItem") return { status: 200, body: update(items, request) };
    if (operation === "DeleteItem") return { status: 200, body: remove(items, request) };
    throw new Refusal("UnknownOperationException");
  } catch (error) {
    if (error instanceof Refusal) return { status: 400, body: error.body };
    throw error;
  }
}

function query(items: Map<string, Item>, request: Request): object {
  const values = request.ExpressionAttributeValues ?? {};
  const keys = [...items.keys()].filter((key) => isInRange(items.get(key), request.KeyConditionExpression, values)).toSorted();
  const after = request.ExclusiveStartKey === undefined ? "" : keyOf(request.ExclusiveStartKey);
  const page: Item[] = [];
  let bytes = 0;
  for (const key of keys.filter((candidate) => candidate > after)) {
    const item = items.get(key) ?? {};
    bytes += JSON.stringify(item).length;
    page.push(item);
    if (bytes > PAGE_BYTES_MAX) return { Items: page, LastEvaluatedKey: { pk: item.pk, sk: item.sk } };
  }
  return { Items: page };
}

function isInRange(item: Item | undefined, condition: string | undefined, values: Item): boolean {
  const isPartition = item?.pk?.S === values[":pk"]?.S;
  if (condition === "pk = :pk") return isPartition;
  if (condition === "pk = :pk AND sk = :sk") return isPartition && item?.sk?.S === values[":sk"]?.S;
  throw new Refusal("ValidationException");
}

function transact(items: Map<string, Item>, { TransactItems = [] }: Request): object {
  if (TransactItems.length > TRANSACTION_ITEMS_MAX) throw new Refusal("ValidationException");
  const writes = TransactItems.map(({ Put, Delete }) => Put ?? Delete ?? {});
  const keys = writes.map(({ Item, Key }) => keyOf(Item ?? Key ?? {}));
  if (new Set(keys).size < keys.length) throw new Refusal("ValidationException");
  const reasons = writes.map((write, at) => ({
    Code: holds(items.get(keys[at] ?? ""), write) ? "None" : "ConditionalCheckFailed",
  }));
  if (reasons.some(({ Code }) => Code !== "None"))
    throw new Refusal("TransactionCanceledException", { CancellationReasons: reasons });
  for (const [at, { Item }] of writes.entries()) {
    if (Item === undefined) items.delete(keys[at] ?? "");
    else items.set(keys[at] ?? "", checkSize(Item));
  }
  return {};
}

function update(items: Map<string, Item>, request: Request): object {
  const key = keyOf(request.Key ?? {});
  const item = items.get(key);
  if (!holds(item, request)) throw new Refusal("ConditionalCheckFailedException");
  if (request.UpdateExpression !== "SET claimedUntilEpochMs = :until ADD attempts :one") throw new Refusal("ValidationException");
  const values = request.ExpressionAttributeValues ?? {};
  items.set(key, {
    ...item,
    claimedUntilEpochMs: values[":until"] ?? {},
    attempts: { N: String(numberOf(item?.attempts) + numberOf(values[":one"])) },
  });
  return {};
}

function remove(items: Map<string, Item>, { Key = {} }: Request): object {
  items.delete(keyOf(Key));
  return {};
}

function holds(item: Item | undefined, { ConditionExpression, ExpressionAttributeValues: values = {} }: Write): boolean {
  switch (ConditionExpression) {
    case undefined:
      return true;
    case "attribute_not_exists(pk)":
      return item === undefined;
    case "version = :read":
      return item !== undefined && numberOf(item.version) === numberOf(values[":read"]);
    case "attribute_exists(pk) AND claimedUntilEpochMs <= :now":
      return item !== undefined && numberOf(item.claimedUntilEpochMs) <= numberOf(values[":now"]);
    default:
      throw new Refusal("ValidationException");
  }
}

function checkSize(item: Item): Item {
  if (Buffer.byteLength(JSON.stringify(item)) > ITEM_BYTES_MAX) throw new Refusal("ValidationException");
  return item;
}

function keyOf({ pk, sk }: Item): string {
  return `${pk?.S}\u0000${sk?.S}`;
}

function numberOf(value: Value | undefined): number {
  return Number(value?.N);
}
