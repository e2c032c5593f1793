/** CloudWatch's paths for OpenTelemetry and PromQL, of which the SDK knows nothing: signed here, and sent with what Node brings. */
import type { RequestSigner } from "../core/ports.ts";
import { isExpiredToken } from "./api-error.ts";

export interface MonitoringApiOptions {
  /** Its Region is the one asked. */
  readonly signer: RequestSigner;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface MonitoringRequest {
  readonly path: "/v1/metrics" | "/api/v1/query_range";
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Resolves to the text of a good answer; rejects as calls of the SDK do, with a code as name. An expired token is renewed once. */
export type MonitoringApi = (request: MonitoringRequest, signal: AbortSignal) => Promise<string>;

const SERVICE = "monitoring";
const ANSWER_BYTES_MAX = 50_000_000;
const MESSAGE_CHARACTERS_MAX = 300;

export function createMonitoringApi({ signer, env }: MonitoringApiOptions): MonitoringApi {
  const ask = async (request: MonitoringRequest, { signal, renew }: { signal: AbortSignal; renew: boolean }) => {
    const region = signer.region ?? "";
    const url = new URL(request.path, endpointOf(region, env));
    const unsigned = { method: "POST", url, headers: { ...request.headers, host: url.host }, body: request.body };
    const signed = await signer.sign(unsigned, { service: SERVICE, region, renew });
    if ("unavailable" in signed) throw apiError({ code: "CredentialsUnavailableError", message: signed.unavailable });
    // The host is Node's to write.
    const headers = { ...request.headers, ...signed.headers };
    const response = await fetch(url, { method: "POST", headers, body: request.body, redirect: "manual", signal });
    const text = await readAtMost(response, ANSWER_BYTES_MAX);
    if (response.status !== 200) throw refusal(response.status, text);
    return text;
  };
  return async (request, signal) => {
    if (signer.region === undefined)
      throw apiError({ code: "NoRegion", message: "nothing says which Region to ask", status: 400 });
    try {
      return await ask(request, { signal, renew: false });
    } catch (error) {
      if (!isExpiredToken(error)) throw error;
      return await ask(request, { signal, renew: true });
    }
  };
}

function endpointOf(region: string, env: MonitoringApiOptions["env"]): string {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return env.AWS_ENDPOINT_URL_CLOUDWATCH || env.AWS_ENDPOINT_URL || `https://${SERVICE}.${region}.${domain}`;
}

async function readAtMost(response: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) throw apiError({ code: "AnswerTooLarge", message: `more than ${bytesMax} bytes`, status: 400 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** AWS puts code and message into JSON or XML, Prometheus' API has its own JSON. */
function refusal(status: number, text: string): Error {
  const found = (...patterns: RegExp[]) =>
    patterns.map((pattern) => pattern.exec(text)?.[1]).find((match) => match !== undefined);
  const code = found(/"(?:__type|code|Code)"\s*:\s*"(?:[^"#]*#)?(\w+)"/, /<Code>(\w+)<\/Code>/) ?? codeOfStatus(status, text);
  const message = found(/"(?:[mM]essage|error)"\s*:\s*"((?:[^"\\]|\\.)*)"/, /<Message>([^<]*)</) ?? text;
  return apiError({ code, message: message.slice(0, MESSAGE_CHARACTERS_MAX), status });
}

/** 422 says both that a query is wrong and that too many come in a second. */
function codeOfStatus(status: number, text: string): string {
  if (status === 422 && /rate|TPS|throttl|too many/i.test(text)) return "Throttling";
  return status === 400 ? "ValidationError" : `Status${status}`;
}

interface ApiErrorParts {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

/** In the form in which api-error.ts reads errors of the SDK. */
function apiError({ code, message, status }: ApiErrorParts): Error {
  return Object.assign(new Error(message), {
    name: code,
    ...(status !== undefined && { $metadata: { httpStatusCode: status } }),
  });
}
