/**
 * CloudWatch's OTLP and PromQL paths: takes points over /v1/metrics, checks how they were signed and compressed, and answers
 * /api/v1/query_range from what it took, as far as our queries go. Every other call is answered with an empty success.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { signatureOf } from "../../../lib/aws/signature-v4.ts";
import type { OtlpRequest } from "../../../lib/core/metrics/otlp.ts";
import { promql, type StoredSeries } from "../promql.ts";
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface OtlpStandIn extends HttpStandIn {
  /** Every request, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Points that were taken, by series. */
  stored(): readonly StoredSeries[];
  /** How later requests are answered. */
  answerWith(decide: (request: ReceivedRequest) => Answer): void;
}

export interface ReceivedRequest {
  readonly path: string;
  readonly contentType: string;
  readonly isGzipped: boolean;
  readonly wireBytes: number;
  /** After decompression. */
  readonly text: string;
  readonly accessKey: string;
  readonly securityToken: string;
  /** Computed anew from the request as it arrived, with the secret that all test keys have. */
  readonly isSignatureRight: boolean;
}

/** `take`: as CloudWatch does when all is well. */
export type Answer = "take" | "hang" | "cut" | { readonly status: number; readonly body: string };

const TEST_SECRET = "test";
const QUERY_RANGE = "/api/v1/query_range";

export async function startOtlp(): Promise<OtlpStandIn> {
  const requests: ReceivedRequest[] = [];
  const series = new Map<string, StoredSeries & { readonly points: { atEpochMs: number; value: number }[] }>();
  let decide: (request: ReceivedRequest) => Answer = () => "take";
  const server = await startHttpServer(async (incoming, response) => {
    const request = received(incoming, await readBody(incoming));
    requests.push(request);
    const answer = decide(request);
    if (answer === "take" && request.path === "/v1/metrics") store(JSON.parse(request.text) as OtlpRequest, series);
    reply(response, { answer, request, stored: [...series.values()] });
  });
  const answerWith: OtlpStandIn["answerWith"] = (next) => {
    decide = next;
  };
  return { ...server, requests, stored: () => [...series.values()], answerWith };
}

function received(incoming: IncomingMessage, wire: Buffer): ReceivedRequest {
  const isGzipped = incoming.headers["content-encoding"] === "gzip";
  const authorization = incoming.headers.authorization ?? "";
  return {
    path: incoming.url ?? "",
    contentType: String(incoming.headers["content-type"]),
    isGzipped,
    wireBytes: wire.length,
    text: (isGzipped ? gunzipSync(wire) : wire).toString("utf8"),
    accessKey: /Credential=(\w+)\//.exec(authorization)?.[1] ?? "",
    securityToken: String(incoming.headers["x-amz-security-token"]),
    isSignatureRight: authorization === expectedSignature(incoming, wire),
  };
}

/** From the headers that the request itself calls signed. */
function expectedSignature(incoming: IncomingMessage, wire: Buffer): string {
  const { authorization = "", host = "" } = incoming.headers;
  const [, accessKeyId = "", region = "", service = "", names = ""] =
    /Credential=(\w+)\/\d+\/([\w-]+)\/([\w-]+)\/aws4_request, SignedHeaders=([\w;-]+)/.exec(authorization) ?? [];
  const headers = Object.fromEntries(names.split(";").map((name) => [name, String(incoming.headers[name])]));
  const url = new URL(incoming.url ?? "", `http://${host}`);
  const amzDate = String(incoming.headers["x-amz-date"]);
  const request = { method: incoming.method ?? "", url, headers, body: new Uint8Array(wire) };
  return signatureOf(request, { keys: { accessKeyId, secretAccessKey: TEST_SECRET }, service, region, amzDate });
}

function store(
  request: OtlpRequest,
  series: Map<string, StoredSeries & { points: { atEpochMs: number; value: number }[] }>,
): void {
  const metrics = request.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  for (const { name, gauge } of metrics) {
    for (const { attributes, timeUnixNano, asDouble } of gauge.dataPoints) {
      const labels = Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
      const key = JSON.stringify([name, labels]);
      const known = series.get(key) ?? { name, labels, points: [] };
      known.points.push({ atEpochMs: Number(BigInt(timeUnixNano) / 1_000_000n), value: asDouble });
      series.set(key, known);
    }
  }
}

interface Reply {
  readonly answer: Answer;
  readonly request: ReceivedRequest;
  readonly stored: readonly StoredSeries[];
}

function reply(response: ServerResponse, { answer, request, stored }: Reply): void {
  if (answer === "hang") return;
  if (answer === "cut") return void response.destroy();
  const json = { "content-type": "application/json" };
  if (answer !== "take") return void response.writeHead(answer.status, json).end(answer.body);
  response.writeHead(200, json).end(request.path === QUERY_RANGE ? JSON.stringify(queryRange(request.text, stored)) : "{}");
}

/** As Prometheus answers: one list of points a series, times in seconds, values as text. */
function queryRange(form: string, stored: readonly StoredSeries[]): object {
  const field = (name: string) => new URLSearchParams(form).get(name) ?? "";
  const [startMs, endMs] = [Number(field("start")) * 1_000, Number(field("end")) * 1_000];
  const stepMs = Number(field("step").replace(/s$/, "")) * 1_000;
  const evaluate = promql(field("query"), stored);
  const byLabels = new Map<string, { metric: object; values: [number, string][] }>();
  for (let at = startMs; at <= endMs + 0.5; at += stepMs) {
    for (const { labels, value } of evaluate(Math.round(at))) {
      const key = JSON.stringify(labels);
      const known = byLabels.get(key) ?? { metric: labels, values: [] };
      known.values.push([at / 1_000, String(value)]);
      byLabels.set(key, known);
    }
  }
  return { status: "success", data: { resultType: "matrix", result: [...byLabels.values()] } };
}
