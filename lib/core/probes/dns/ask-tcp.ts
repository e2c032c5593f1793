/** One question over one TCP connection, for answers that no datagram holds. */
import type { Socket } from "node:net";
import type { Failure, FailureCode } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { connectTcp } from "../../net/connect.ts";
import type { Deadline } from "../../time/deadline.ts";
import type { Stopwatch } from "../../time/stopwatch.ts";
import { type Asked, malformed, printPlace, type ServerPlace } from "./asked.ts";
import { FrameReader, frame } from "./frame-reader.ts";
import { encodeQuery, type Query } from "./message.ts";
import { readReply } from "./reply.ts";

interface Times {
  readonly deadline: Deadline;
  readonly stopwatch: Stopwatch;
}

/** Resolves before the deadline, with the socket closed. */
export async function askOverTcp(query: Query, server: ServerPlace, { deadline, stopwatch }: Times): Promise<Asked> {
  stopwatch.enter("connect");
  const connection = await connectTcp(server.address, server.port, deadline);
  if ("failure" in connection) return connection;
  stopwatch.enter("server");
  const { socket } = connection;
  const receiving = receiveFrame(socket, { place: printPlace(server), deadline });
  socket.write(frame(encodeQuery(query)));
  const received = await receiving;
  socket.destroy();
  return "failure" in received ? received : readAnswer(received.bytes, query, server);
}

/** On a connection nobody else can slip in an answer, so a stray one is the server's own fault. */
function readAnswer(bytes: Buffer, query: Query, server: ServerPlace): Asked {
  const reply = readReply(bytes, query);
  // Its records were left out, so that it would pass for an answer without any.
  if ("answer" in reply) return reply.answer.isTruncated ? malformed(server, "it is truncated over TCP too") : reply;
  return malformed(server, "stray" in reply ? reply.stray : reply.malformed);
}

type Received = { readonly bytes: Buffer } | { readonly failure: Failure };

function receiveFrame(socket: Socket, { place, deadline }: { place: string; deadline: Deadline }): Promise<Received> {
  const reader = new FrameReader();
  return new Promise((resolve) => {
    const finish = (received: Received) => {
      deadline.signal.removeEventListener("abort", onDeadline);
      socket.off("data", onData).off("close", onClose).off("error", onReset);
      resolve(received);
    };
    const fail = (code: FailureCode, message: string) => finish({ failure: { phase: "server", code, message } });
    const onData = (chunk: Buffer) => {
      const bytes = reader.push(chunk);
      if (bytes !== undefined) finish({ bytes });
    };
    const onReset = () => fail("response-reset", `${place} reset the connection before its answer was whole`);
    const onClose = () => fail("response-closed", `${place} closed the connection before its answer was whole`);
    const onDeadline = () =>
      fail("dns-timed-out", `no whole answer from ${place} over TCP within ${formatMeasuredMs(deadline.timeoutMs)}`);
    socket.on("data", onData).once("error", onReset).once("close", onClose);
    if (deadline.signal.aborted) onDeadline();
    else deadline.signal.addEventListener("abort", onDeadline, { once: true });
  });
}
