import type { Socket } from "node:net";

/** Resolves when the kernel has taken all of it, when the connection broke, or when the signal aborts. Never rejects. */
export function sendAll(bytes: Buffer, socket: Socket, signal: AbortSignal): Promise<"sent" | "timed-out" | Error> {
  return new Promise((resolve) => {
    const onAbort = () => resolve("timed-out");
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    socket.write(bytes, (error) => {
      signal.removeEventListener("abort", onAbort);
      resolve(socket.errored ?? error ?? "sent");
    });
  });
}
