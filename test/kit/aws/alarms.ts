/** CloudWatch as far as alarms go: DescribeAlarms page by page, and GetMetricData that knows no metric. AWS JSON 1.0, as the SDK speaks it. */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface AlarmsStandIn extends HttpStandIn {
  /** Names of the calls, in order. */
  readonly calls: readonly string[];
  /** Makes an alarm, or moves it. */
  set(name: string, state: string, atEpochMs: number): void;
  /** The next call is refused with this code. */
  refuseNext(code: string): void;
}

interface Alarm {
  readonly AlarmName: string;
  readonly StateValue: string;
  readonly StateReason: string;
  /** Seconds since 1970. */
  readonly StateTransitionedTimestamp: number;
}

interface Request {
  readonly AlarmNamePrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly MetricDataQueries?: readonly { readonly Id: string }[];
}

export async function startAlarms(): Promise<AlarmsStandIn> {
  const alarms = new Map<string, Alarm>();
  const calls: string[] = [];
  const refusals: string[] = [];
  const server = await startHttpServer(async (incoming, response) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    calls.push(operation);
    const request: Request = JSON.parse((await readBody(incoming)).toString("utf8"));
    const code = refusals.shift();
    const body = code === undefined ? answer(operation, request, [...alarms.values()]) : { __type: code, message: "no" };
    response
      .writeHead(code === undefined ? 200 : 400, { "content-type": "application/x-amz-json-1.0" })
      .end(JSON.stringify(body));
  });
  const set: AlarmsStandIn["set"] = (AlarmName, StateValue, atEpochMs) => {
    const StateReason = `Threshold Crossed: ${StateValue}`;
    alarms.set(AlarmName, { AlarmName, StateValue, StateReason, StateTransitionedTimestamp: atEpochMs / 1_000 });
  };
  return { ...server, calls, set, refuseNext: (code) => void refusals.push(code) };
}

function answer(operation: string, request: Request, alarms: readonly Alarm[]): object {
  if (operation === "GetMetricData") return { MetricDataResults: request.MetricDataQueries?.map(noPoints) ?? [] };
  const { AlarmNamePrefix = "", MaxRecords = 50, NextToken = "0" } = request;
  const found = alarms.filter(({ AlarmName }) => AlarmName.startsWith(AlarmNamePrefix));
  const from = Number(NextToken);
  const isLast = from + MaxRecords >= found.length;
  return { MetricAlarms: found.slice(from, from + MaxRecords), ...(!isLast && { NextToken: String(from + MaxRecords) }) };
}

function noPoints({ Id }: { readonly Id: string }): object {
  return { Id, Timestamps: [], Values: [], StatusCode: "Complete" };
}
