/** A server that talks a STARTTLS dialect word for word as written down, and then TLS. */
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Identity } from "./certificates.ts";
import { type LocalServer, startTcp } from "./servers.ts";

export interface Turn {
  /** What the client must say before, to the byte; if it says something else, the server hangs up. */
  readonly hears?: string | Buffer;
  readonly says: string | Buffer;
}

export interface DialectOptions {
  readonly turns: readonly Turn[];
  readonly identity: Identity;
  /** Each byte in a segment of its own. */
  readonly byteByByte?: boolean;
  /** What to do once TLS is there. */
  readonly onSecured?: (socket: TLSSocket) => void;
}

export function startDialect(options: DialectOptions): Promise<LocalServer> {
  return startTcp((socket) => void converse(socket, options));
}

async function converse(socket: Socket, { turns, identity, byteByByte = false, onSecured }: DialectOptions): Promise<void> {
  const heard = listen(socket.setNoDelay(true));
  for (const { hears = "", says } of turns) {
    const wanted = Buffer.from(hears);
    if (!(await heard.upTo(wanted.length)).equals(wanted)) return void socket.destroy();
    for (const piece of byteByByte ? Buffer.from(says).toString("latin1") : [says]) {
      socket.write(piece, "latin1");
      await nextTurn();
    }
  }
  heard.stop();
  const secureContext = createSecureContext({ cert: identity.cert, key: identity.keyPem });
  const hangUp = () => socket.destroy();
  const secured = new TLSSocket(socket, { isServer: true, secureContext });
  secured.resume().on("error", hangUp).on("end", hangUp).on("close", hangUp);
  onSecured?.(secured);
}

/** Collects what the client says; `stop` leaves what nobody asked for to the next reader. */
function listen(socket: Socket) {
  let bytes = Buffer.alloc(0);
  let wake = (): void => undefined;
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  };
  socket.on("data", onData).once("close", () => wake());
  return {
    upTo: async (count: number) => {
      while (bytes.length < count && !socket.destroyed) await new Promise<void>((resolve) => (wake = resolve));
      const taken = bytes.subarray(0, count);
      bytes = bytes.subarray(count);
      return taken;
    },
    stop: () => {
      socket.off("data", onData).pause();
      if (bytes.length > 0) socket.unshift(bytes);
    },
  };
}
