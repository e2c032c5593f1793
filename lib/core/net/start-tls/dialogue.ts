/**
 * A STARTTLS dialect as a dialogue: it yields what it wants of the wire, is given it, and returns when TLS may begin, or with
 * the failure that forbids it. It touches no socket and no clock; waiting, limits and broken connections are negotiate.ts's.
 */
import type { Failure, FailureCode } from "../../model/failure.ts";
import { stripControls } from "../../run/mask.ts";

export type Want =
  | { readonly send: Buffer }
  /** Everything up to and including this text. */
  | { readonly until: string }
  | { readonly bytes: number };

export type Dialogue<Result = Failure | undefined> = Generator<Want, Result, Buffer>;

const QUOTED_MAX = 120;

export function* say(text: string): Dialogue<void> {
  yield { send: Buffer.from(text, "latin1") };
}

/** A line without its end. */
export function* readLine(): Dialogue<string> {
  const line = yield { until: "\n" };
  return line.toString("latin1").trimEnd();
}

/** TLS is not to be had: the server does not know STARTTLS, or says no. Nobody goes on in plain text. */
export function notOffered(message: string): Failure {
  return failure("starttls-not-offered", message);
}

/** The server does not speak the protocol that the check names. */
export function protocolError(message: string): Failure {
  return failure("protocol-error", message);
}

/** What a server said, fit for a message. */
export function quote(text: string): string {
  const line = stripControls(text).trim();
  return JSON.stringify(line.length <= QUOTED_MAX ? line : `${line.slice(0, QUOTED_MAX - 1)}…`);
}

function failure(code: FailureCode, message: string): Failure {
  return { phase: "starttls", code, message };
}
