/** kdb+ as a behaviour of a site: how long it lets wait in the handshake and in the query can be chosen. */
import { setTimeout as delay } from "node:timers/promises";
import { response } from "../../lib/local/tour/q/encode.ts";
import { evaluate } from "../../lib/local/tour/q/evaluate.ts";
import type { Behaviour } from "./site.ts";

const CAPABILITY = Buffer.from([3]);
const QUERY_START = 14;

export interface QWaits {
  readonly handshakeMs?: number;
  readonly queryMs?: number;
}

export function q({ handshakeMs = 0, queryMs = 0 }: QWaits = {}): Behaviour {
  return (socket) => {
    let isGreeted = false;
    socket.on("data", async (message: Buffer) => {
      await delay(isGreeted ? queryMs : handshakeMs);
      if (isGreeted) socket.write(answer(message));
      else socket.write(CAPABILITY);
      isGreeted = true;
    });
  };
}

function answer(message: Buffer): Buffer {
  const expression = message.toString("utf8", QUERY_START);
  return response(evaluate(expression, { handles: 12, nowEpochMs: Date.now(), rowMs: 0, onBlock: () => undefined }));
}
