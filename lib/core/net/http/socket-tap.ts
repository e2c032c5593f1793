/**
 * Listens on the socket for what undici does not tell: the HTTP version, whether anything came at all, and the first error, which
 * it replaces by its own. Takes out interim answers, since it refuses `100 Continue` as a bad response.
 */
import type { Socket } from "node:net";
import type { ClientCertificateUse } from "../tls-errors.ts";
import { closed, explainExchangeError } from "./exchange-errors.ts";
import type { Wire } from "./wire.ts";

export interface TappedWire extends Wire {
  /** `1.0` or `1.1`, once the head of the final answer has come. */
  httpVersion(): string | undefined;
}

/** 101 is none: it ends the talk in HTTP. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const INTERIM_BEGINNING = "HTTP/1.1 1";
const STATUS_LINE = /^HTTP\/(1\.[01]) \d/;
/** `HTTP/1.1 100 `: enough to tell an interim answer from a final one. */
const ENOUGH_BYTES = 13;
/** Of interim answers together: who sends more has nothing final to say. */
const INTERIM_MAX_BYTES = 65_536;

export function tapSocket(socket: Socket, use?: ClientCertificateUse): TappedWire {
  const read = socket.read.bind(socket);
  let held: Buffer | undefined;
  let version: string | undefined;
  let begun = false;
  let isPassing = false;
  let firstError: Error | undefined;
  socket.on("error", (error) => {
    firstError ??= error;
  });
  socket.read = (sizeBytes?: number) => {
    const chunk: unknown = read(sizeBytes);
    if (isPassing || !Buffer.isBuffer(chunk)) return chunk;
    begun = true;
    held = held === undefined ? chunk : Buffer.concat([held, chunk]);
    const rest = withoutInterimAnswers(held);
    if (rest === undefined) return null;
    isPassing = true;
    held = undefined;
    version = STATUS_LINE.exec(rest.toString("latin1", 0, ENOUGH_BYTES))?.[1];
    return rest;
  };
  return {
    httpVersion: () => version,
    hasBegun: () => begun,
    explain: (error, progress) => {
      const cause = firstError ?? error;
      return cause === undefined ? closed(progress) : explainExchangeError(cause, progress, use);
    },
  };
}

/** What follows the interim answers; undefined while that cannot be told yet. Where they do not end, all of them, for undici to refuse. */
function withoutInterimAnswers(bytes: Buffer): Buffer | undefined {
  const undecided = bytes.length > INTERIM_MAX_BYTES ? bytes : undefined;
  let rest = bytes;
  while (INTERIM.test(rest.toString("latin1", 0, ENOUGH_BYTES))) {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) return undecided;
    rest = rest.subarray(end + 4);
  }
  const beginning = rest.toString("latin1", 0, INTERIM_BEGINNING.length);
  const mayBecomeInterim = rest.length < ENOUGH_BYTES && INTERIM_BEGINNING.startsWith(beginning);
  return mayBecomeInterim ? undecided : rest;
}
