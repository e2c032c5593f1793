/** What S3 says when it does not do what it was asked. Its code decides; the status only where there is none. */
import type { Failure, FailureCode } from "../../model/failure.ts";
import type { Answer } from "../../net/http/answer.ts";
import type { S3Target } from "./target.ts";
import { readElement } from "./xml.ts";

const DENIED = new Set(["AccessDenied", "AccessDeniedException", "AllAccessDisabled", "AccountProblem", "UnauthorizedAccess"]);
const THROTTLED =
  /^(?:SlowDown|ServiceUnavailable|Throttl\w*|TooManyRequests|RequestLimitExceeded|RequestThrottled|BandwidthLimitExceeded)/;
const ELSEWHERE = new Set([
  "PermanentRedirect",
  "TemporaryRedirect",
  "AuthorizationHeaderMalformed",
  "IllegalLocationConstraintException",
]);
const REGION = /^[a-z0-9-]{1,40}$/;
const MESSAGE_MAX_CHARACTERS = 300;

export interface Asked extends Pick<S3Target, "bucket"> {
  readonly key: string;
  readonly region: string;
}

export function isGood({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** What became of a request that S3 answered with anything but success. */
export function explainRefusal(answer: Answer, asked: Asked): Failure {
  const { code, words } = readRefusal(answer);
  if (code === undefined) return explainStatus(answer, asked);
  const rightRegion = regionIn(answer);
  if (ELSEWHERE.has(code) && rightRegion !== undefined && rightRegion !== asked.region) return inOtherRegion(rightRegion, asked);
  if (code === "NoSuchKey") return objectMissing(asked);
  if (code === "NoSuchBucket") return failure("object-missing", `there is no bucket ${asked.bucket}`);
  if (DENIED.has(code)) return accessDenied(`S3 knows who asks, and refuses it: ${words}`);
  if (THROTTLED.test(code)) return failure("throttled", `S3 asks us to slow down: ${words}`);
  if (code === "AuthorizationHeaderMalformed") return { phase: "auth", code: "auth-failed", message: `S3 answers ${words}` };
  return failure("query-failed", `S3 answers ${words} (status ${answer.status})`);
}

export function objectMissing({ bucket, key }: Asked): Failure {
  return failure("object-missing", `there is no object ${key} in the bucket ${bucket}`);
}

export function accessDenied(message: string): Failure {
  return { phase: "auth", code: "access-denied", message };
}

/** `words`: code and sentence of S3, as `AccessDenied: Access Denied`. */
export function readRefusal({ raw }: Answer): { readonly code?: string; readonly words: string } {
  const xml = raw?.toString("utf8") ?? "";
  const code = readElement(xml, "Code");
  if (code === undefined || !/^[\w.-]{1,100}$/.test(code)) return { words: "" };
  const message = readElement(xml, "Message");
  return { code, words: (message === undefined ? code : `${code}: ${message}`).slice(0, MESSAGE_MAX_CHARACTERS) };
}

/** Servers that are no S3, and proxies before it, have only their status to say. */
function explainStatus(answer: Answer, asked: Asked): Failure {
  const { status } = answer;
  const rightRegion = regionIn(answer);
  if (status >= 300 && status < 400 && rightRegion !== undefined) return inOtherRegion(rightRegion, asked);
  const message = `answered with status ${status} and no code of S3: is it S3 that answers?`;
  if (status === 401 || status === 403) return accessDenied(message);
  if (status === 404) return failure("object-missing", message);
  return failure(status === 429 || status === 503 ? "throttled" : "protocol-error", message);
}

function inOtherRegion(region: string, asked: Asked): Failure {
  const message = `the bucket ${asked.bucket} is not in ${asked.region}, but in ${region}: write region: ${region}`;
  return failure("object-missing", message);
}

/** In a header, in an element of its own, or in the address to use instead. */
function regionIn({ headers, raw }: Answer): string | undefined {
  const xml = raw?.toString("utf8") ?? "";
  const fromEndpoint = /\.s3[.-]([a-z0-9-]{1,40})\.amazonaws\.com/.exec(readElement(xml, "Endpoint") ?? "")?.[1];
  const named = headers["x-amz-bucket-region"]?.[0] ?? readElement(xml, "Region") ?? fromEndpoint;
  return named !== undefined && REGION.test(named) ? named : undefined;
}

function failure(code: FailureCode, message: string): Failure {
  return { phase: "server", code, message };
}
