/** One question over an open connection, and its answer; whatever else the server pushes meanwhile is passed over. */
import type { Failure, FailureCode } from "../../model/failure.ts";
import type { Arrival } from "../../net/incoming.ts";
import type { Deadline } from "../../time/deadline.ts";
import { decodeBody } from "./codec/decode.ts";
import { encodeQuestion, HEADER_BYTES, type Header, readHeader } from "./codec/message.ts";
import type { QValue } from "./codec/value.ts";
import type { Wire } from "./wire.ts";

export type Answer = { readonly value: QValue } | { readonly failure: Failure };

/** A server that pushes more than this before it answers is not talking to us. */
const PUSHED_MAX = 100;

/** Ends at the deadline at the latest. */
export async function ask(query: string, wire: Wire, deadline: Deadline): Promise<Answer> {
  wire.socket.write(encodeQuestion(query));
  for (let pushed = 0; pushed <= PUSHED_MAX; pushed++) {
    const message = await receiveMessage(wire, deadline.signal);
    if ("failure" in message) return message;
    // Messages that nobody asked for, also those that want an answer, are not our business.
    if (message.header.kind === "response") return readAnswer(message, wire);
  }
  return protocolError(wire, `the server sent ${PUSHED_MAX} messages that nobody asked for, and no answer`);
}

interface Message {
  readonly header: Header;
  readonly body: Buffer;
}

async function receiveMessage(wire: Wire, signal: AbortSignal): Promise<Message | { readonly failure: Failure }> {
  const headerArrival = await wire.receive(HEADER_BYTES, signal);
  if (headerArrival !== "more") return broken(headerArrival, wire);
  const header = readHeader(wire.incoming.bytes);
  if ("malformed" in header) return protocolError(wire, header.malformed);
  const arrival = await wire.receive(header.messageBytes, signal);
  if (arrival !== "more") return broken(arrival, wire);
  return { header, body: wire.incoming.take(header.messageBytes).subarray(HEADER_BYTES) };
}

function readAnswer({ header, body }: Message, wire: Wire): Answer {
  const decoded = decodeBody(body, header);
  return "value" in decoded ? decoded : protocolError(wire, `the answer cannot be read: ${decoded.malformed}`);
}

function broken(arrival: Arrival, wire: Wire): { readonly failure: Failure } {
  const loss = wire.explainLoss(arrival);
  if (loss !== undefined) return { failure: loss };
  const waited = wire.timeIn(wire.stopwatch.phase);
  const partBytes = wire.incoming.bytes.length;
  const part = partBytes === 0 ? "no answer" : `only ${partBytes} bytes of an answer`;
  if (arrival === "timed-out") {
    const greeted = `replied to the handshake in ${wire.timeIn("handshake")}`;
    return failed(wire, "query-timed-out", `${greeted}, ${part} to the query for ${waited}`);
  }
  return arrival instanceof Error
    ? failed(wire, "response-reset", `the server reset the connection after ${waited}, with ${part}`)
    : failed(wire, "response-closed", `the server closed the connection after ${waited}, with ${part}`);
}

function protocolError(wire: Wire, message: string): { readonly failure: Failure } {
  return failed(wire, "protocol-error", message);
}

function failed({ stopwatch }: Wire, code: FailureCode, message: string): { readonly failure: Failure } {
  return { failure: { phase: stopwatch.phase, code, message } };
}
