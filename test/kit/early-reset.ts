/**
 * A connection that is reset between its being made and our hearing of it. That moment is microseconds wide, so it is held open:
 * the server lives in another thread, and ours stands still until the reset has come.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Resolver } from "../../lib/core/net/resolve.ts";

export interface EarlyReset extends AsyncDisposable {
  readonly port: number;
  /** Answers 127.0.0.1 for every name, and then freezes this thread until the connection has been made and reset. */
  readonly resolver: Resolver;
}

const RESET_EVERYONE = `
  const { parentPort, workerData } = require("node:worker_threads");
  const server = require("node:net").createServer((socket) => {
    socket.resetAndDestroy().once("close", () => {
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`;
const FREEZE_MAX_MS = 2_000;

export async function startEarlyReset(): Promise<EarlyReset> {
  const isReset = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(RESET_EVERYONE, { eval: true, workerData: isReset });
  const [port] = (await once(worker, "message")) as [number];
  const resolver: Resolver = {
    resolve: async () => {
      // Two ticks: the connection is begun in the first.
      process.nextTick(() => process.nextTick(() => Atomics.wait(isReset, 0, 0, FREEZE_MAX_MS)));
      return { addresses: [{ ip: "127.0.0.1", family: 4 }] };
    },
    servers: async () => [],
  };
  return { port, resolver, [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}
