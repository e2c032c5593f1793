/**
 * AWS Signature Version 4 of one request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * Pure: the same request, keys and time give the same signature.
 */
import { createHash, createHmac } from "node:crypto";
import type { UnsignedRequest } from "../core/ports.ts";

/** As the SDK's providers give them. */
interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignatureOptions {
  readonly keys: Keys;
  readonly service: string;
  readonly region: string;
  /** `20150830T123600Z`, the same as in the header x-amz-date. */
  readonly amzDate: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
/** Headers that proxies may change on the way; as in the SDK. */
const UNSIGNED_HEADERS = new Set([
  "accept",
  "accept-encoding",
  "authorization",
  "cache-control",
  "connection",
  "cookie",
  "expect",
  "from",
  "max-forwards",
  "pragma",
  "referer",
  "te",
  "trailer",
  "user-agent",
  "x-amzn-trace-id",
]);

/** The value of the header `authorization`. */
export function signatureOf(request: UnsignedRequest, { keys, service, region, amzDate }: SignatureOptions): string {
  const scope = [amzDate.slice(0, 8), region, service, "aws4_request"];
  const { signedHeaders, text } = canonicalRequest(request, service);
  const toSign = [ALGORITHM, amzDate, scope.join("/"), sha256Hex(text)].join("\n");
  const signingKey = scope.reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(signingKey, toSign).toString("hex");
  return `${ALGORITHM} Credential=${keys.accessKeyId}/${scope.join("/")}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** A text counts as its UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function canonicalRequest(request: UnsignedRequest, service: string): { signedHeaders: string; text: string } {
  const { method, url, body } = request;
  const headers = Object.entries(request.headers)
    .filter(([name]) => !UNSIGNED_HEADERS.has(name))
    .toSorted(([a], [b]) => compare(a, b));
  const signedHeaders = headers.map(([name]) => name).join(";");
  const headerLines = headers.map(([name, value]) => `${name}:${value.trim().replaceAll(/\s+/g, " ")}\n`).join("");
  const text = [method, canonicalPath(url, service), canonicalQuery(url), headerLines, signedHeaders, sha256Hex(body)].join("\n");
  return { signedHeaders, text };
}

/** S3 signs the path as it is sent; all others sign it encoded once more, without empty segments. */
function canonicalPath({ pathname }: URL, service: string): string {
  if (service === "s3") return pathname;
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const isFolder = segments.length > 0 && pathname.endsWith("/");
  return `/${segments.map(encode).join("/")}${isFolder ? "/" : ""}`;
}

function canonicalQuery({ search }: URL): string {
  const pairs = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "");
  const encoded = pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [encode(decode(name)), encode(decode(value.join("=")))] as const;
  });
  const sorted = encoded.toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return sorted.map(([name, value]) => `${name}=${value}`).join("&");
}

/** RFC 3986: everything but letters, digits and -._~ */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A % that begins no encoded character stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

/** By code unit, whatever the locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
