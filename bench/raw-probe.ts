/** The least that a probe can cost in Node: one socket, one request, and a look at status and end of the answer. */
import { connect, type Socket } from "node:net";
import { createSecureContext, rootCertificates, type SecureContext, connect as secure } from "node:tls";
import type { Variant } from "./cpu.ts";

export interface RawTarget {
  readonly variant: Variant;
  readonly port: number;
  readonly ca: string;
}

const REQUEST = "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
let context: SecureContext | undefined;

export function rawProbe({ variant, port, ca }: RawTarget): Promise<void> {
  if (variant === "tcp") return untilConnected(connect({ port, host: "127.0.0.1", noDelay: true }));
  if (variant === "http") return untilAnswered(connect({ port, host: "127.0.0.1", noDelay: true }), "connect");
  context ??= createSecureContext({ ca: [...rootCertificates, ca] });
  return untilAnswered(secure({ port, host: "127.0.0.1", secureContext: context, servername: "localhost" }), "secureConnect");
}

function untilConnected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject).once("connect", () => {
      socket.destroySoon();
      resolve();
    });
  });
}

function untilAnswered(socket: Socket, ready: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = "";
    socket
      .once("error", reject)
      .once(ready, () => socket.write(REQUEST))
      .on("data", (chunk) => {
        answer += chunk.toString("latin1");
      })
      .once("end", () => {
        socket.destroySoon();
        if (answer.startsWith("HTTP/1.1 200 ") && answer.includes("\r\n\r\n")) resolve();
        else reject(new Error("no answer"));
      });
  });
}
