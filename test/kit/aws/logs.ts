/** CloudWatch Logs as far as FilterLogEvents goes, with the patterns that our reader writes; any other pattern is an error. */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface FilterRequest {
  readonly logGroupName: string;
  readonly startTime: number;
  readonly endTime?: number;
  readonly filterPattern: string;
  readonly nextToken?: string;
}

export interface LogsStandIn extends HttpStandIn {
  readonly requests: readonly FilterRequest[];
  /** What a function wrote, at the time that its record says or now. */
  write(logGroupName: string, record: Readonly<Record<string, unknown>>, atEpochMs: number): void;
}

export async function startLogs({ eventsAPage = 10_000 } = {}): Promise<LogsStandIn> {
  const groups = new Map<string, LogEvent[]>();
  const requests: FilterRequest[] = [];
  const server = await startHttpServer(async (incoming, response) => {
    const request: FilterRequest = JSON.parse((await readBody(incoming)).toString("utf8"));
    requests.push(request);
    const { status, body } = answer(request, { events: groups.get(request.logGroupName), eventsAPage });
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  const write: LogsStandIn["write"] = (logGroupName, record, atEpochMs) => {
    const events = groups.get(logGroupName) ?? [];
    groups.set(logGroupName, [...events, { timestamp: atEpochMs, message: `${JSON.stringify(record)}\n` }]);
  };
  return { ...server, requests, write };
}

interface Shelf {
  readonly events: readonly LogEvent[] | undefined;
  readonly eventsAPage: number;
}

function answer(request: FilterRequest, { events, eventsAPage }: Shelf): { status: number; body: object } {
  if (events === undefined) return { status: 400, body: { __type: "ResourceNotFoundException", message: "no such log group" } };
  const { startTime, endTime = Number.POSITIVE_INFINITY, nextToken = "0" } = request;
  const matches = matcherOf(request.filterPattern);
  if (matches === undefined) return { status: 400, body: { __type: "InvalidParameterException", message: "pattern" } };
  const found = events.filter(
    ({ timestamp, message }) => timestamp >= startTime && timestamp < endTime && matches(JSON.parse(message)),
  );
  const from = Number(nextToken);
  const page = found.slice(from, from + eventsAPage);
  const isLast = from + eventsAPage >= found.length;
  return { status: 200, body: { events: page, ...(!isLast && { nextToken: String(from + eventsAPage) }) } };
}

type Matches = (record: Readonly<Record<string, unknown>>) => boolean;

/** `{ ($.bongsu = "a" || $.bongsu = "b") && ($.check = "c") }` */
function matcherOf(pattern: string): Matches | undefined {
  const inside = /^\{ (.*) \}$/.exec(pattern)?.[1];
  const groups = inside?.split(" && ").map((text) => /^\((.*)\)$/.exec(text)?.[1]?.split(" || ").map(termOf));
  if (groups === undefined) return undefined;
  return (record) =>
    groups.every((terms) => terms?.some((term) => term !== undefined && record[term.field] === term.value) ?? false);
}

function termOf(text: string): { field: string; value: string } | undefined {
  const [, field, value] = /^\$\.(\w+) = "([^"]*)"$/.exec(text) ?? [];
  return field === undefined || value === undefined ? undefined : { field, value };
}
