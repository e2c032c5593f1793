/** CloudWatch as far as metrics go: keeps what PutMetricData brings and gives it back by GetMetricData, over AWS JSON 1.0 as the SDK speaks it. */
import { gunzipSync } from "node:zlib";
import { type Statistic, summarise } from "../../../lib/core/model/statistic.ts";
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

const STATISTICS: readonly Statistic[] = ["Minimum", "Maximum", "Average", "Sum", "SampleCount"];

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

interface Datum {
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  /** Seconds since 1970, as on the wire. */
  readonly Timestamp: number;
  readonly Value: number;
}

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly Namespace: string; readonly MetricName: string; readonly Dimensions: readonly Dimension[] };
    readonly Period: number;
    readonly Stat: string;
  };
}

export interface GetRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly ScanBy: string;
  readonly MaxDatapoints: number;
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly Query[];
}

type Fault = "hang" | { readonly status: number; readonly code: string } | { readonly statusCode: string };

export interface MetricStore extends HttpStandIn {
  /** Every GetMetricData that arrived. */
  readonly reads: readonly GetRequest[];
  /** What was published, in order. */
  readonly published: readonly Datum[];
  /** Puts history there without a request. */
  seed(datum: Datum): void;
  /** What goes wrong with a read; `undefined` for nothing. */
  failWith(decide: (request: GetRequest, at: number) => Fault | undefined): void;
}

interface Page {
  readonly MetricDataResults: readonly object[];
  readonly NextToken?: string;
}

/** `datapointsAPage`: CloudWatch's own limit is 100,800, or what the request asks for. */
export async function startMetricStore({ datapointsAPage = 100_800 } = {}): Promise<MetricStore> {
  const byMetric = new Map<string, Datum[]>();
  const published: Datum[] = [];
  const reads: GetRequest[] = [];
  let decide: (request: GetRequest, at: number) => Fault | undefined = () => undefined;
  const keep = (datum: Datum) => {
    const key = keyOf(datum);
    byMetric.set(key, [...(byMetric.get(key) ?? []), datum]);
  };
  const put = (data: readonly Datum[]) => {
    published.push(...data);
    data.forEach(keep);
    return { status: 200, document: {} };
  };
  const get = (request: GetRequest) => {
    reads.push(request);
    const fault = decide(request, reads.length - 1);
    const page = () => answer(request, (metric) => byMetric.get(keyOf(metric)) ?? [], datapointsAPage);
    return fault === "hang" ? undefined : reply(page, fault);
  };
  const server = await startHttpServer(async (incoming, response) => {
    const wire = await readBody(incoming);
    const body = JSON.parse((incoming.headers["content-encoding"] === "gzip" ? gunzipSync(wire) : wire).toString("utf8"));
    const isPut = String(incoming.headers["x-amz-target"]).endsWith(".PutMetricData");
    const answered = isPut ? put(body.MetricData) : get(body);
    if (answered === undefined) return;
    const { status, document } = answered;
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(document));
  });
  return {
    ...server,
    reads,
    published,
    seed: keep,
    failWith: (next) => {
      decide = next;
    },
  };
}

function reply(page: () => Page, fault: Exclude<Fault, "hang"> | undefined): { status: number; document: object } {
  if (fault === undefined) return { status: 200, document: page() };
  if ("code" in fault)
    return { status: fault.status, document: { __type: `com.amazonaws.cloudwatch#${fault.code}`, message: "no" } };
  const { MetricDataResults, ...rest } = page();
  const faulty = MetricDataResults.map((result) => ({ ...result, StatusCode: fault.statusCode }));
  return { status: 200, document: { ...rest, MetricDataResults: faulty } };
}

function keyOf({ MetricName, Dimensions }: Pick<Datum, "MetricName" | "Dimensions">): string {
  return JSON.stringify([MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).toSorted()]);
}

/** One page: series after series, each in order of time, until the page is full. */
function answer(
  request: GetRequest,
  find: (metric: Query["MetricStat"]["Metric"]) => readonly Datum[],
  datapointsAPage: number,
): Page {
  const all = request.MetricDataQueries.flatMap(({ Id, MetricStat }) => {
    const inSpan = find(MetricStat.Metric).filter(
      ({ Timestamp }) => Timestamp >= request.StartTime && Timestamp < request.EndTime,
    );
    const bins = Map.groupBy(inSpan, ({ Timestamp }) => Math.floor(Timestamp / MetricStat.Period) * MetricStat.Period);
    return [...bins].toSorted(([a], [b]) => a - b).map(([at, same]) => ({ Id, at, value: fold(same, MetricStat.Stat) }));
  });
  const from = Number(request.NextToken ?? 0);
  const to = from + Math.min(datapointsAPage, request.MaxDatapoints);
  const isLast = to >= all.length;
  const page = Map.groupBy(all.slice(from, to), ({ Id }) => Id);
  const rest = new Set(all.slice(to).map(({ Id }) => Id));
  return {
    MetricDataResults: request.MetricDataQueries.map(({ Id }) => ({
      Id,
      Label: Id,
      Timestamps: (page.get(Id) ?? []).map(({ at }) => at),
      Values: (page.get(Id) ?? []).map(({ value }) => value),
      StatusCode: rest.has(Id) ? "PartialData" : "Complete",
    })),
    ...(isLast ? {} : { NextToken: String(to) }),
  };
}

function fold(data: readonly Datum[], stat: string): number {
  const known = STATISTICS.find((one) => one === stat);
  const values = data.map(({ Value }) => Value);
  const folded = known === undefined ? undefined : summarise(values, known);
  if (folded === undefined) throw new Error(`This stand-in does not know ${stat}.`);
  return folded;
}
