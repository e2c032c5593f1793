/** CloudWatch as far as alarms go: DescribeAlarms page by page, and GetMetricData and PromQL that know no metric. AWS JSON 1.0, as the SDK speaks it. */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface AlarmsStandIn extends HttpStandIn {
  /** Names of the calls, in order. */
  readonly calls: readonly string[];
  /** Makes an alarm, or moves it. */
  set(name: string, state: string, atEpochMs: number): void;
  /** Of a PromQL alarm: who is in alarm, by its labels, and since when. It sets the state of the alarm too. */
  setContributors(name: string, contributors: readonly Contributor[], evaluationState?: string): void;
  /** The next call is refused with this code. */
  refuseNext(code: string): void;
}

export interface Contributor {
  readonly labels: Readonly<Record<string, string>>;
  readonly atEpochMs: number;
}

interface Alarm {
  readonly AlarmName: string;
  readonly StateValue: string;
  readonly StateReason: string;
  /** Seconds since 1970. */
  readonly StateTransitionedTimestamp: number;
  readonly EvaluationState?: string;
  readonly contributors?: readonly Contributor[];
}

interface Request {
  readonly AlarmNamePrefix?: string;
  readonly AlarmName?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly MetricDataQueries?: readonly { readonly Id: string }[];
}

export async function startAlarms(): Promise<AlarmsStandIn> {
  const alarms = new Map<string, Alarm>();
  const calls: string[] = [];
  const refusals: string[] = [];
  const server = await startHttpServer(async (incoming, response) => {
    if (incoming.url?.startsWith("/api/v1/")) return void response.end('{"status":"success","data":{"result":[]}}');
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
  const setContributors: AlarmsStandIn["setContributors"] = (AlarmName, contributors, EvaluationState) => {
    const StateTransitionedTimestamp = Math.min(...contributors.map(({ atEpochMs }) => atEpochMs), Date.now()) / 1_000;
    const StateValue = contributors.length > 0 ? "ALARM" : "OK";
    const base = { AlarmName, StateValue, StateReason: "", StateTransitionedTimestamp, contributors };
    alarms.set(AlarmName, { ...base, ...(EvaluationState !== undefined && { EvaluationState }) });
  };
  return { ...server, calls, set, setContributors, refuseNext: (code) => void refusals.push(code) };
}

function answer(operation: string, request: Request, alarms: readonly Alarm[]): object {
  if (operation === "GetMetricData") return { MetricDataResults: request.MetricDataQueries?.map(noPoints) ?? [] };
  if (operation === "DescribeAlarmContributors") return contributorsOf(request, alarms);
  const { AlarmNamePrefix = "", MaxRecords = 50, NextToken = "0" } = request;
  const found = alarms.filter(({ AlarmName }) => AlarmName.startsWith(AlarmNamePrefix));
  const from = Number(NextToken);
  const isLast = from + MaxRecords >= found.length;
  return { MetricAlarms: found.slice(from, from + MaxRecords), ...(!isLast && { NextToken: String(from + MaxRecords) }) };
}

/** Two a page. */
function contributorsOf({ AlarmName, NextToken = "0" }: Request, alarms: readonly Alarm[]): object {
  const all = alarms.find((alarm) => alarm.AlarmName === AlarmName)?.contributors ?? [];
  const from = Number(NextToken);
  const AlarmContributors = all.slice(from, from + 2).map(({ labels, atEpochMs }, at) => ({
    ContributorId: String(from + at),
    ContributorAttributes: labels,
    StateReason: "",
    StateTransitionedTimestamp: atEpochMs / 1_000,
  }));
  return { AlarmContributors, ...(from + 2 < all.length && { NextToken: String(from + 2) }) };
}

function noPoints({ Id }: { readonly Id: string }): object {
  return { Id, Timestamps: [], Values: [], StatusCode: "Complete" };
}
