/**
 * S3 with one bucket's objects, and STS beside it at the same port, as they speak on the wire. Every signature is checked: token,
 * hash of the body and the signature itself. Both are S3 and STS of AWS by name, so a resolver must lead here.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { sha256Hex, signatureOf } from "../../../lib/aws/signature-v4.ts";
import type { Resolver } from "../../../lib/core/net/resolve.ts";
import { systemClock } from "../../../lib/core/time/clock.ts";
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";
import { KeyIssuer } from "./key-issuer.ts";

const BUCKET = "acme-exports";
const REGION = "eu-west-1";
const ROLE_LIFETIME_MS = 3_600_000;
const SKEW_MAX_MS = 15 * 60_000;

interface StoredObject {
  readonly body: Buffer;
  readonly writtenEpochMs: number;
  /** As it was put. */
  readonly headers?: IncomingHttpHeaders;
}

export interface AwsRequest {
  readonly method: string;
  /** Path style and virtual-hosted style alike: what follows the bucket. */
  readonly key: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly host: string;
  readonly range?: string;
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
}

/** An answer instead of the one that the request deserves. */
export interface Refusal {
  readonly status: number;
  readonly code?: string;
  /** Further elements of the error document. */
  readonly more?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface S3StandIn extends HttpStandIn {
  /** For `endpoint` of a check: an address of AWS, at this port. */
  readonly endpoint: string;
  /** Leads every name to this computer. */
  readonly resolver: Resolver;
  readonly objects: Map<string, StoredObject>;
  readonly requests: readonly AwsRequest[];
  /** Actions that STS was asked for. */
  readonly stsActions: readonly string[];
  /** What roles were assumed with, in order; undefined where none was said. */
  readonly externalIds: readonly (string | undefined)[];
  /** Of roles. */
  readonly roleIssuer: KeyIssuer;
  put(key: string, part: { readonly body?: string; readonly ageMs?: number }): void;
  /** How later requests to S3 are answered; undefined: as they deserve. */
  answerWith(decide: (request: AwsRequest) => Refusal | "hang" | undefined): void;
  /** What STS says of every request; undefined: the truth. */
  stsAnswersWith(refusal: Refusal | "hang" | undefined): void;
  /** S3's clock less this computer's. */
  skewMs: number;
}

export async function startS3(issuer: KeyIssuer): Promise<S3StandIn> {
  const aws = new Aws(issuer);
  const server = await startHttpServer((request, response) => void aws.serve(request, response));
  const port = new URL(server.origin).port;
  return Object.assign(aws, server, { endpoint: `http://s3.${REGION}.amazonaws.com:${port}` });
}

/** Issues the keys of a process that has its keys in the environment for good. */
export function environmentKeys(): { readonly issuer: KeyIssuer; readonly env: Readonly<Record<string, string>> } {
  const issuer = new KeyIssuer(ROLE_LIFETIME_MS);
  const keys = issuer.issue();
  const env = { AWS_ACCESS_KEY_ID: keys.AccessKeyId, AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey, AWS_SESSION_TOKEN: keys.Token };
  return { issuer, env };
}

class Aws {
  readonly objects = new Map<string, StoredObject>();
  readonly requests: AwsRequest[] = [];
  readonly stsActions: string[] = [];
  readonly externalIds: (string | undefined)[] = [];
  readonly roleIssuer = new KeyIssuer(ROLE_LIFETIME_MS);
  readonly resolver: Resolver = {
    resolve: async () => ({ addresses: [{ ip: "127.0.0.1", family: 4 }] }),
    servers: async () => [],
  };
  skewMs = 0;
  readonly #issuer: KeyIssuer;
  #decide: (request: AwsRequest) => Refusal | "hang" | undefined = () => undefined;
  #stsRefusal: Refusal | "hang" | undefined;

  constructor(issuer: KeyIssuer) {
    this.#issuer = issuer;
  }

  put(key: string, { body = "export", ageMs = 0 }: { readonly body?: string; readonly ageMs?: number }): void {
    this.objects.set(key, { body: Buffer.from(body), writtenEpochMs: this.#now() - ageMs });
  }

  answerWith(decide: (request: AwsRequest) => Refusal | "hang" | undefined): void {
    this.#decide = decide;
  }

  stsAnswersWith(refusal: Refusal | "hang" | undefined): void {
    this.#stsRefusal = refusal;
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    response.setHeader("date", new Date(this.#now()).toUTCString());
    const isSts = incoming.method === "POST";
    const request = readRequest(incoming);
    if (!isSts) this.requests.push(request);
    const wanted = isSts ? this.#stsRefusal : this.#decide(request);
    if (wanted === "hang") return;
    const refusal = wanted ?? this.#checkSignature(incoming, body);
    if (refusal !== undefined) return refuse(response, refusal, { isSts });
    return isSts ? this.#serveSts(request.token, body, response) : this.#serveS3(request, body, response);
  }

  #now(): number {
    return systemClock.epochMs() + this.skewMs;
  }

  #checkSignature(incoming: IncomingMessage, body: Buffer): Refusal | undefined {
    const token = String(incoming.headers["x-amz-security-token"]);
    const issuer = [this.#issuer, this.roleIssuer].find(({ issued }) => issued.some(({ Token }) => Token === token));
    const keys = issuer?.issued.find(({ Token }) => Token === token);
    if (issuer === undefined || keys === undefined) return { status: 403, code: "InvalidAccessKeyId" };
    if (!issuer.accepts(token)) return { status: 400, code: "ExpiredToken" };
    const amzDate = String(incoming.headers["x-amz-date"]);
    const signedEpochMs = Date.parse(amzDate.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
    if (Math.abs(signedEpochMs - this.#now()) > SKEW_MAX_MS) return { status: 403, code: "RequestTimeTooSkewed" };
    if (incoming.headers["x-amz-content-sha256"] !== sha256Hex(body.toString())) {
      return { status: 400, code: "XAmzContentSHA256Mismatch" };
    }
    const isSame = expectedAuthorization(incoming, body, { keys, amzDate }) === incoming.headers.authorization;
    return isSame ? undefined : { status: 403, code: "SignatureDoesNotMatch" };
  }

  #serveSts(token: string, body: Buffer, response: ServerResponse): void {
    const form = new URLSearchParams(body.toString());
    const action = form.get("Action") ?? "";
    this.stsActions.push(action);
    if (action === "AssumeRole") this.externalIds.push(form.get("ExternalId") ?? undefined);
    const role = form.get("RoleArn") ?? "";
    const session = `arn:aws:sts::123456789012:assumed-role/${role.split("/").at(-1)}/${form.get("RoleSessionName")}`;
    if (action === "AssumeRole") return void response.end(assumeRoleXml(this.roleIssuer.issue(), session));
    const isRole = this.roleIssuer.issued.some(({ Token }) => Token === token);
    const arn = isRole
      ? "arn:aws:sts::123456789012:assumed-role/reader/bongsu"
      : "arn:aws:sts::123456789012:assumed-role/prober/x";
    response.end(
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  }

  #serveS3({ headers, method, key, query, range }: AwsRequest, body: Buffer, response: ServerResponse): void {
    if (query.has("list-type")) return void response.end(this.#list(query.get("prefix") ?? ""));
    if (method === "PUT" && !this.#isExpected(key, headers)) {
      return void refuse(response, { status: 412, code: "PreconditionFailed" });
    }
    if (method === "PUT") this.objects.set(key, { body, writtenEpochMs: this.#now(), headers });
    if (method === "DELETE") this.objects.delete(key);
    if (method !== "GET") return void response.writeHead(method === "PUT" ? 200 : 204).end();
    const object = this.objects.get(key);
    if (object === undefined) return void refuse(response, { status: 404, code: "NoSuchKey" });
    response.setHeader("last-modified", new Date(object.writtenEpochMs).toUTCString());
    response.setHeader("etag", etagOf(object));
    const size = object.body.length;
    if (range === undefined) return void response.end(object.body);
    if (size === 0) refuse(response, { status: 416, code: "InvalidRange" });
    else response.writeHead(206, { "content-range": `bytes 0-0/${size}` }).end(object.body.subarray(0, 1));
  }

  /** Conditional writes: nothing there yet, or the version that is named. */
  #isExpected(key: string, headers: IncomingHttpHeaders): boolean {
    const object = this.objects.get(key);
    if (headers["if-none-match"] === "*") return object === undefined;
    const expected = headers["if-match"];
    return expected === undefined || (object !== undefined && etagOf(object) === expected);
  }

  #list(prefix: string): string {
    const first = [...this.objects.keys()].toSorted().find((key) => key.startsWith(prefix));
    const contents = first === undefined ? "" : `<Contents><Key>${first.replaceAll("&", "&amp;")}</Key></Contents>`;
    return `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contents}</ListBucketResult>`;
  }
}

function etagOf({ body }: StoredObject): string {
  return `"${sha256Hex(body.toString()).slice(0, 32)}"`;
}

function readRequest(incoming: IncomingMessage): AwsRequest {
  const url = new URL(`http://${incoming.headers.host}${incoming.url}`);
  const path = decodeURIComponent(url.pathname);
  const { range } = incoming.headers;
  return {
    method: incoming.method ?? "",
    key: path.replace(url.hostname.startsWith(BUCKET) ? "/" : `/${BUCKET}/`, ""),
    path,
    query: url.searchParams,
    host: url.hostname,
    token: String(incoming.headers["x-amz-security-token"]),
    headers: incoming.headers,
    ...(range !== undefined && { range }),
  };
}

interface SignedWith {
  readonly keys: { readonly AccessKeyId: string; readonly SecretAccessKey: string };
  readonly amzDate: string;
}

/** What the request must say, computed from what really came over the wire. */
function expectedAuthorization(incoming: IncomingMessage, body: Buffer, { keys, amzDate }: SignedWith): string {
  const written = incoming.headers.authorization ?? "";
  const [, region = "", service = ""] = /Credential=\w+\/\d+\/([\w-]+)\/(\w+)\//.exec(written) ?? [];
  const names = /SignedHeaders=([^,]+)/.exec(written)?.[1]?.split(";") ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(incoming.headers[name])]));
  const url = new URL(`http://${incoming.headers.host}${incoming.url}`);
  const request = { method: incoming.method ?? "", url, headers, body: body.toString() };
  const own = { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey };
  return signatureOf(request, { keys: own, service, region, amzDate });
}

/** STS wraps what S3 says bare. */
function refuse(
  response: ServerResponse,
  { status, code, more = "", headers = {} }: Refusal,
  { isSts }: { readonly isSts: boolean } = { isSts: false },
): void {
  const error = `<Error><Code>${code}</Code><Message>Words of ${code}</Message>${more}</Error>`;
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n${isSts ? `<ErrorResponse>${error}</ErrorResponse>` : error}`;
  response.writeHead(status, { "content-type": "application/xml", ...headers }).end(code === undefined ? "" : document);
}

function assumeRoleXml(keys: ReturnType<KeyIssuer["issue"]>, session: string): string {
  const credentials = [
    `<AccessKeyId>${keys.AccessKeyId}</AccessKeyId><SecretAccessKey>${keys.SecretAccessKey}</SecretAccessKey>`,
    `<SessionToken>${keys.Token}</SessionToken><Expiration>${keys.Expiration}</Expiration>`,
  ].join("");
  const user = `<AssumedRoleUser><Arn>${session}</Arn><AssumedRoleId>AROA:bongsu</AssumedRoleId></AssumedRoleUser>`;
  const result = `<AssumeRoleResult><Credentials>${credentials}</Credentials>${user}</AssumeRoleResult>`;
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</AssumeRoleResponse>`;
}
