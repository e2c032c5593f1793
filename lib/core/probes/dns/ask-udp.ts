/** One question in one datagram, sent again when nothing comes. Only the server's own address and port are listened to. */
import { createSocket, type Socket } from "node:dgram";
import type { Failure } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { connectFailure } from "../../net/connect.ts";
import type { Clock } from "../../ports.ts";
import type { Deadline } from "../../time/deadline.ts";
import { type Asked, malformed, printPlace, type ServerPlace } from "./asked.ts";
import { encodeQuery, type Query } from "./message.ts";
import { readReply } from "./reply.ts";

/** A lost datagram is sent again after these pauses, shorter ones where time is short. */
const RESEND_AFTER_MS = [1_000, 2_000] as const;

interface Times {
  readonly deadline: Deadline;
  readonly clock: Clock;
}

/** Resolves before the deadline, with the socket closed. */
export async function askOverUdp(query: Query, server: ServerPlace, { deadline, clock }: Times): Promise<Asked> {
  const socket = createSocket(server.address.family === 4 ? "udp4" : "udp6");
  const { promise, resolve } = Promise.withResolvers<Asked>();
  const ended = new AbortController();
  const strays = listen(socket, query, { server, settle: resolve });
  const onDeadline = () => resolve({ failure: noAnswer(server, deadline, strays) });
  if (deadline.signal.aborted) onDeadline();
  else deadline.signal.addEventListener("abort", onDeadline, { once: true, signal: ended.signal });
  const bytes = encodeQuery(query);
  const send = () => socket.send(bytes, (error) => error && resolve({ failure: sendFailure(error, server) }));
  socket.once("connect", () => void sendRepeatedly(send, { deadline, clock }, ended.signal));
  // A connected socket hears of closed ports, and the system keeps from it what comes from elsewhere.
  socket.connect(server.port, server.address.ip);
  const asked = await promise;
  ended.abort();
  socket.close();
  return asked;
}

async function sendRepeatedly(send: () => void, { deadline, clock }: Times, ended: AbortSignal): Promise<void> {
  const longestPauseMs = deadline.remainingMs() / (RESEND_AFTER_MS.length + 1);
  send();
  for (const pauseMs of RESEND_AFTER_MS) {
    await clock.sleep(Math.min(pauseMs, longestPauseMs), ended);
    if (ended.aborted) return;
    send();
  }
}

interface Strays {
  count: number;
  lastReason: string;
}

interface Listening {
  readonly server: ServerPlace;
  readonly settle: (asked: Asked) => void;
}

function listen(socket: Socket, query: Query, { server, settle }: Listening): Strays {
  const strays: Strays = { count: 0, lastReason: "" };
  socket.on("message", (bytes) => {
    const reply = readReply(bytes, query);
    if ("answer" in reply) settle(reply);
    else if ("malformed" in reply) settle(malformed(server, reply.malformed));
    else {
      strays.count++;
      strays.lastReason = reply.stray;
    }
  });
  socket.on("error", (error) => settle({ failure: sendFailure(error, server) }));
  return strays;
}

function sendFailure(error: NodeJS.ErrnoException, { address, port }: ServerPlace): Failure {
  return { ...connectFailure(error, address, port), phase: "server" };
}

/** Strays prove nothing and may be forged, so they are waited out; but then silence is not the whole truth. */
function noAnswer(server: ServerPlace, deadline: Deadline, strays: Strays): Failure {
  const place = printPlace(server);
  const within = `within ${formatMeasuredMs(deadline.timeoutMs)}`;
  if (strays.count === 0) {
    return { phase: "server", code: "dns-timed-out", message: `no answer from ${place} over UDP ${within}` };
  }
  const count = strays.count === 1 ? "1 datagram" : `${strays.count} datagrams`;
  const message = `${place} sent ${count} ${within}, but no answer to the question (the last: ${strays.lastReason})`;
  return { phase: "server", code: "dns-malformed", message };
}
