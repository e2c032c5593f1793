/**
 * Plays S3 and the endpoint from which a container gets its credentials. The credentials live for a short while, and whoever
 * goes on with expired ones is refused as S3 refuses: 400 ExpiredToken. Objects are kept in memory; their times are the tour's.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../../core/ports.ts";
import { createFastClock } from "../../../core/time/fast-clock.ts";
import type { Actor } from "../actor.ts";
import { issueKeys, type Standing, standingOf } from "../key-issuer.ts";
import type { ScriptReader } from "../script.ts";
import { serveHttp } from "../serve-http.ts";

export const CREDENTIALS_PATH = "/credentials";

const OBJECT_BYTES_MAX = 65_536;
const OBJECTS_MAX = 100;

interface StoredObject {
  readonly body: Buffer;
  readonly modifiedAtEpochMs: number;
}

/** What the store refuses to do, in S3's own words. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const REFUSALS = {
  none: { status: 403, code: "AccessDenied", message: "Access Denied" },
  unknown: { status: 400, code: "InvalidToken", message: "The provided token is malformed or otherwise invalid." },
  expired: { status: 400, code: "ExpiredToken", message: "The provided token has expired." },
} as const satisfies Record<Exclude<Standing, "valid">, Refusal>;
const NO_SUCH_KEY: Refusal = { status: 404, code: "NoSuchKey", message: "The specified key does not exist." };
const TOO_LARGE: Refusal = { status: 400, code: "EntityTooLarge", message: "Your proposed upload exceeds the maximum size." };

/** Script: `authorization` for the credential endpoint, `lifetimeMs` of credentials in real time. */
export const playObjectStore: Actor = async (script) => {
  const clock = createFastClock(script.time());
  const store = new ObjectStore(script, clock);
  return { port: await serveHttp((request, response) => store.answer(request, response), { clock }) };
};

class ObjectStore {
  readonly #objects = new Map<string, StoredObject>();
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #authorization: string;

  constructor(script: ScriptReader, clock: Clock) {
    this.#clock = clock;
    this.#lifetimeMs = script.number("lifetimeMs");
    this.#authorization = script.text("authorization");
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const path = URL.parse(request.url ?? "/", "http://s3")?.pathname ?? "/";
    if (path === CREDENTIALS_PATH) this.#issue(request, response);
    else this.#serve(request, { path, response });
  }

  #issue({ headers }: IncomingMessage, response: ServerResponse): void {
    if (headers.authorization !== this.#authorization) response.writeHead(401).end();
    else response.setHeader("content-type", "application/json").end(JSON.stringify(issueKeys(this.#lifetimeMs, Date.now())));
  }

  #serve(request: IncomingMessage, { path, response }: { path: string; response: ServerResponse }): void {
    const token = request.headers["x-amz-security-token"];
    const standing = standingOf(typeof token === "string" ? token : undefined, Date.now());
    if (standing !== "valid") refuse(response, REFUSALS[standing]);
    else if (request.method === "PUT") this.#put(request, { path, response });
    else this.#get(path, response);
  }

  #put(request: IncomingMessage, { path, response }: { path: string; response: ServerResponse }): void {
    const chunks: Buffer[] = [];
    let receivedBytes = 0;
    request.on("data", (chunk: Buffer) => {
      receivedBytes += chunk.length;
      if (receivedBytes <= OBJECT_BYTES_MAX) chunks.push(chunk);
    });
    request.on("end", () => {
      const isFull = this.#objects.size >= OBJECTS_MAX && !this.#objects.has(path);
      if (receivedBytes > OBJECT_BYTES_MAX || isFull) refuse(response, TOO_LARGE);
      else {
        this.#objects.set(path, { body: Buffer.concat(chunks), modifiedAtEpochMs: this.#clock.epochMs() });
        response.end();
      }
    });
  }

  #get(path: string, response: ServerResponse): void {
    const object = this.#objects.get(path);
    if (object === undefined) refuse(response, NO_SUCH_KEY);
    else send(object, response);
  }
}

/** Of ranges it knows the one that a check asks for: the first byte. */
function send({ body, modifiedAtEpochMs }: StoredObject, response: ServerResponse): void {
  response.setHeader("last-modified", new Date(modifiedAtEpochMs).toUTCString());
  response.setHeader("content-type", "application/json");
  const isFirstByte = response.req.headers.range === "bytes=0-0" && body.length > 0;
  if (isFirstByte) response.writeHead(206, { "content-range": `bytes 0-0/${body.length}` });
  response.end(isFirstByte ? body.subarray(0, 1) : body);
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(xml);
}
