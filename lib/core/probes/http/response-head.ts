/**
 * Watches the first bytes of an answer on their way to the parser: takes out `100 Continue`, which undici refuses as a bad
 * response, and learns the HTTP version, which it does not tell.
 */
import type { Socket } from "node:net";

export interface ResponseHead {
  /** `1.0` or `1.1`, once the final status line has come. */
  httpVersion(): string | undefined;
  /** Whether any byte has come. */
  hasBegun(): boolean;
}

const INTERIM = /^HTTP\/1\.[01] 100[ \r]/;
const STATUS_LINE = /^HTTP\/(1\.[01]) \d/;
/** `HTTP/1.1 100 `: enough to tell an interim answer from a final one. */
const ENOUGH_BYTES = 13;
const INTERIM_MAX_BYTES = 16_384;

export function tapResponseHead(socket: Socket): ResponseHead {
  const read = socket.read.bind(socket);
  let held: Buffer | undefined;
  let version: string | undefined;
  let begun = false;
  let isPassing = false;
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
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
  return { httpVersion: () => version, hasBegun: () => begun };
}

/** What follows the interim answers; undefined while that cannot be told yet. */
function withoutInterimAnswers(bytes: Buffer): Buffer | undefined {
  let rest = bytes;
  while (INTERIM.test(rest.toString("latin1", 0, ENOUGH_BYTES))) {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) return rest.length > INTERIM_MAX_BYTES ? rest : undefined;
    rest = rest.subarray(end + 4);
  }
  const mayBecomeInterim = rest.length < ENOUGH_BYTES && "HTTP/1.1 100 ".startsWith(rest.toString("latin1"));
  return mayBecomeInterim ? undefined : rest;
}
