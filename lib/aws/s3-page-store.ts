/**
 * Status pages in a bucket. Two operations of S3 are all that is needed, so they are signed by what signs requests of checks
 * and sent by Node itself, over connections that are kept.
 */
import type { Clock, RequestSigner } from "../core/ports.ts";
import { locate } from "../core/probes/s3/locate.ts";
import { readElement } from "../core/probes/s3/xml.ts";
import type { Expected, PageStore, StoredFile, StoredText } from "../core/status-page/page-store.ts";
import { systemClock } from "../core/time/clock.ts";
import { backOffMs } from "./back-off.ts";

export interface S3PageStoreOptions {
  /** Its Region is that of the bucket. */
  readonly signer: RequestSigner;
  readonly bucket: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For one request. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
const PAUSE_MAX_MS = 2_000;
const EXPIRED = new Set(["ExpiredToken", "TokenRefreshRequired"]);

interface S3Request {
  readonly method: "GET" | "PUT";
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function createS3PageStore(options: S3PageStoreOptions): PageStore {
  return {
    get: (key) => getText(key, options),
    put: (file, expected) => putFile(file, { ...options, ...(expected !== undefined && { expected }) }),
  };
}

async function getText(key: string, options: S3PageStoreOptions): Promise<StoredText | undefined> {
  const answer = await ask({ method: "GET", key }, options);
  if (answer.status === 404 && answer.code === "NoSuchKey") return undefined;
  if (answer.status !== 200) throw refused("GET", key, answer);
  return { text: answer.text, etag: answer.etag };
}

async function putFile(
  { body, cacheControl, contentType, key }: StoredFile,
  { expected, ...options }: S3PageStoreOptions & { readonly expected?: Expected },
): Promise<"written" | "conflict"> {
  const headers = { "content-type": contentType, "cache-control": cacheControl, ...conditionOf(expected) };
  const answer = await ask({ method: "PUT", key, body, headers }, options);
  // 409: somebody writes it at this moment.
  if (expected !== undefined && (answer.status === 412 || answer.status === 409)) return "conflict";
  if (answer.status !== 200) throw refused("PUT", key, answer);
  return "written";
}

function conditionOf(expected: Expected | undefined): Record<string, string> {
  if (expected === undefined) return {};
  return expected === "new" ? { "if-none-match": "*" } : { "if-match": expected.etag };
}

interface S3Answer {
  readonly status: number;
  readonly text: string;
  readonly etag: string;
  /** S3's own word, where it refuses. */
  readonly code: string;
}

/** Both operations may be repeated: a condition that the first attempt has fulfilled ends as a conflict, and the next writer reads anew. */
async function ask(request: S3Request, options: S3PageStoreOptions): Promise<S3Answer> {
  let renew = false;
  for (let attempt = 1; ; attempt += 1) {
    const answer: S3Answer | { readonly error: unknown } = await askOnce(request, { ...options, renew }).catch((error) => ({
      error,
    }));
    const isLast = attempt === ATTEMPTS;
    if ("error" in answer && isLast) throw answer.error;
    renew = "status" in answer && EXPIRED.has(answer.code);
    if ("status" in answer && (isLast || !(renew || answer.status >= 500))) return answer;
    if (!renew) await pauseAfter(attempt, options);
  }
}

/** S3 asks for less with 503: at once would be more. */
async function pauseAfter(attempt: number, { clock = systemClock }: S3PageStoreOptions): Promise<void> {
  await clock.sleep(backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random: Math.random }));
}

async function askOnce(
  { body = "", headers = {}, key, method }: S3Request,
  { bucket, env, renew, signer, timeoutMs = TIMEOUT_MS }: S3PageStoreOptions & { readonly renew: boolean },
): Promise<S3Answer> {
  const { region } = signer;
  if (region === undefined) throw new Error("Nothing says in which Region the bucket of the status pages is.");
  const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const place = { bucket, forcePathStyle: endpoint !== undefined, ...(endpoint && { endpoint }) };
  const url = locate(place, { key, region });
  const sent = { ...headers, host: url.host };
  const signed = await signer.sign({ method, url, headers: sent, body }, { service: "s3", region, renew });
  if ("unavailable" in signed) throw new Error(signed.unavailable);
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...signed.headers },
    signal: AbortSignal.timeout(timeoutMs),
    ...(method === "PUT" && { body }),
  });
  const text = await answer.text();
  const code = answer.ok ? "" : (readElement(text, "Code") ?? "");
  return { status: answer.status, text, etag: answer.headers.get("etag") ?? "", code };
}

function refused(method: string, key: string, { code, status }: S3Answer): Error {
  return new Error(`S3 answers ${status} ${code} to ${method} ${key}`.replace(/ {2}/g, " "));
}
