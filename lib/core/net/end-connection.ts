/** The end of a connection as a well-behaved client makes it. */
import type { Socket } from "node:net";
import type { Deadline } from "../time/deadline.ts";

/** For the server's own goodbye; without it the kernel resets the connection, and servers log that as an error. */
const GOODBYE_MS = 250;

/** Sends what is still unsent and then close_notify (with TLS) and FIN; the socket is destroyed when this resolves. Never rejects. */
export async function endConnection(socket: Socket, deadline: Deadline): Promise<void> {
  if (!deadline.signal.aborted && !socket.destroyed) await sayGoodbye(socket, Math.min(GOODBYE_MS, deadline.remainingMs()));
  socket.destroy();
}

function sayGoodbye(socket: Socket, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume().end();
  });
}
