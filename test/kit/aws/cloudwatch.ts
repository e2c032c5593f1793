/** CloudWatch's PutMetricData over AWS JSON 1.0, as the SDK really sends it. Takes everything unless told otherwise. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface PutMetricDataRequest {
  /** `GraniteServiceVersion20100801.PutMetricData` */
  readonly target: string;
  readonly contentType: string;
  readonly isGzipped: boolean;
  /** Of the body before decompression. */
  readonly wireBytes: number;
  readonly jsonBytes: number;
  readonly accessKey: string;
  readonly securityToken: string;
  readonly namespace: string;
  readonly metrics: readonly Metric[];
  /** Whether it was answered with success. */
  wasTaken: boolean;
}

/** A metric as it stands on the wire. */
interface Metric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  /** Seconds since 1970. */
  readonly Timestamp: number;
  readonly Value: number;
  readonly Unit: string;
  readonly StorageResolution?: number;
}

/** `hang` never answers; `cut` breaks the connection. */
type CloudWatchAnswer = "take" | "hang" | "cut" | ErrorAnswer;

export interface ErrorAnswer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** What the server says is the time. */
  readonly date?: Date;
}

export const throttled: ErrorAnswer = { status: 400, code: "Throttling", message: "Rate exceeded" };
export const expiredToken: ErrorAnswer = {
  status: 403,
  code: "ExpiredToken",
  message: "The security token included in the request is expired",
};
export const accessDenied: ErrorAnswer = { status: 403, code: "AccessDenied", message: "not authorized" };

export interface CloudWatchStandIn extends HttpStandIn {
  readonly requests: readonly PutMetricDataRequest[];
  /** Every metric of the requests that were taken. */
  taken(): readonly Metric[];
  /** How later requests are answered. */
  answerWith(decide: (request: PutMetricDataRequest) => CloudWatchAnswer): void;
}

export async function startCloudWatch(): Promise<CloudWatchStandIn> {
  const requests: PutMetricDataRequest[] = [];
  let decide: (request: PutMetricDataRequest) => CloudWatchAnswer = () => "take";
  const server = await startHttpServer(async (incoming, response) => {
    const request = decode(incoming, await readBody(incoming));
    requests.push(request);
    const answer = decide(request);
    request.wasTaken = answer === "take";
    reply(response, answer);
  });
  return {
    ...server,
    requests,
    taken: () => requests.filter((request) => request.wasTaken).flatMap((request) => request.metrics),
    answerWith: (next) => {
      decide = next;
    },
  };
}

function decode(incoming: IncomingMessage, wire: Buffer): PutMetricDataRequest {
  const isGzipped = incoming.headers["content-encoding"] === "gzip";
  const json = isGzipped ? gunzipSync(wire) : wire;
  const document = JSON.parse(json.toString("utf8"));
  return {
    target: String(incoming.headers["x-amz-target"]),
    contentType: String(incoming.headers["content-type"]),
    isGzipped,
    wireBytes: wire.length,
    jsonBytes: json.length,
    accessKey: /Credential=(\w+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "",
    securityToken: String(incoming.headers["x-amz-security-token"]),
    namespace: document.Namespace,
    metrics: document.MetricData,
    wasTaken: false,
  };
}

function reply(response: ServerResponse, answer: CloudWatchAnswer): void {
  if (answer === "hang") return;
  if (answer === "cut") return void response.destroy();
  const headers = { "content-type": "application/x-amz-json-1.0" };
  if (answer === "take") return void response.writeHead(200, headers).end("{}");
  const { status, code, message, date = new Date() } = answer;
  if (code === undefined) return void response.writeHead(status).end("<html>out of order</html>");
  const fault = status < 500 ? "Sender" : "Receiver";
  response
    .writeHead(status, { ...headers, date: date.toUTCString(), "x-amzn-query-error": `${code};${fault}` })
    .end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${code}`, message }));
}
