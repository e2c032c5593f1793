/** A port whose queue of connections is full and is never emptied: the system drops further requests to connect, as a firewall does. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";

export interface DeafListener extends AsyncDisposable {
  readonly port: number;
}

/** Listens, tells its port, and stands still for ever: an event loop that runs would accept. */
const LISTEN_AND_FREEZE = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;
/** A backlog of 1 holds a few connections; how many depends on the system. */
const FILLERS_MAX = 16;
const NO_ANSWER_MS = 150;

export async function startDeafListener(): Promise<DeafListener> {
  const worker = new Worker(LISTEN_AND_FREEZE, { eval: true });
  const [port] = (await once(worker, "message")) as [number];
  const fillers: Socket[] = [];
  while (fillers.length < FILLERS_MAX && (await isAnswered(port, fillers)));
  const close = async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  };
  return { port, [Symbol.asyncDispose]: close };
}

async function isAnswered(port: number, fillers: Socket[]): Promise<boolean> {
  const filler = connect(port, "127.0.0.1").on("error", () => undefined);
  fillers.push(filler);
  return await Promise.race([once(filler, "connect").then(() => true), delay(NO_ANSWER_MS, false)]);
}
