/** Leads a STARTTLS dialogue over a socket: under the deadline, within a limit, and with nothing left over at its end. */
import type { Socket } from "node:net";
import type { Failure } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import type { Deadline } from "../../time/deadline.ts";
import { type Arrival, Incoming } from "../incoming.ts";
import { type Dialogue, protocolError, type Want } from "./dialogue.ts";

/** Of everything that a server says before TLS. */
const RECEIVED_MAX_BYTES = 65_536;
const NOTHING = Buffer.alloc(0);

/** Resolves before the deadline: undefined when TLS may begin. The socket stays the caller's. */
export async function negotiate(socket: Socket, dialogue: Dialogue, deadline: Deadline): Promise<Failure | undefined> {
  const incoming = new Incoming(socket);
  let takenBytes = 0;
  let turn = dialogue.next();
  while (!turn.done) {
    const given = await give(turn.value, { socket, incoming, deadline, limitBytes: RECEIVED_MAX_BYTES - takenBytes });
    if (!Buffer.isBuffer(given)) return given;
    takenBytes += given.length;
    turn = dialogue.next(given);
  }
  return turn.value ?? findInjection(incoming);
}

/**
 * What stands behind the go-ahead in plain text was never said by the server that will prove itself with its certificate:
 * somebody on the way could have put it there to be taken for the beginning of the encrypted talk.
 */
function findInjection({ waitingBytes }: Incoming): Failure | undefined {
  if (waitingBytes === 0) return undefined;
  return protocolError(`${waitingBytes} bytes of plain text stand behind the go-ahead for TLS: somebody may have injected them`);
}

interface Wire {
  readonly socket: Socket;
  readonly incoming: Incoming;
  readonly deadline: Deadline;
  readonly limitBytes: number;
}

async function give(want: Want, { socket, incoming, deadline, limitBytes }: Wire): Promise<Buffer | Failure> {
  if ("send" in want) {
    socket.write(want.send);
    return NOTHING;
  }
  while (true) {
    const size = sizeOf(want, incoming.bytes);
    if (size !== undefined && size <= limitBytes) return incoming.take(size);
    if (incoming.bytes.length > limitBytes)
      return protocolError(`the server says more than ${RECEIVED_MAX_BYTES} bytes before TLS`);
    const arrival = await incoming.more(deadline);
    if (arrival !== "more") return explainSilence(arrival, deadline);
  }
}

/** Bytes that satisfy the wish; undefined while they are not all there. */
function sizeOf(want: Exclude<Want, { send: Buffer }>, bytes: Buffer): number | undefined {
  if ("bytes" in want) return bytes.length >= want.bytes ? want.bytes : undefined;
  const at = bytes.indexOf(want.until);
  return at < 0 ? undefined : at + want.until.length;
}

function explainSilence(arrival: Exclude<Arrival, "more">, deadline: Deadline): Failure {
  const phase = "starttls";
  if (arrival === "ended")
    return { phase, code: "response-closed", message: "the server closed the connection before TLS began" };
  if (arrival instanceof Error)
    return { phase, code: "response-reset", message: "the server reset the connection before TLS began" };
  const message = `accepts TCP, but did not get as far as TLS within ${formatMeasuredMs(deadline.timeoutMs)}`;
  return { phase, code: "response-timed-out", message };
}
