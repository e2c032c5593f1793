/** A process that serves, and then stands still as by SIGSTOP: the system still accepts for it, until its queue is full. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface FreezingProcess extends AsyncDisposable {
  readonly port: number;
  freeze(): void;
}

const SERVE_UNTIL_FROZEN = `
  const { parentPort, workerData } = require("node:worker_threads");
  const answer = "HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\nconnection: close\\r\\n\\r\\nok";
  const server = require("node:net").createServer((socket) => {
    socket.on("error", () => undefined).once("data", (data) => socket.end(String(data).startsWith("GET") ? answer : "pong\\r\\n"));
  });
  server.listen({ port: 0, host: "127.0.0.1", backlog: workerData }, () => parentPort.postMessage(server.address().port));
  parentPort.on("message", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`;

/** `backlog`: so many connections, and one more, wait to be accepted. */
export async function startFreezingProcess(backlog: number): Promise<FreezingProcess> {
  const worker = new Worker(SERVE_UNTIL_FROZEN, { eval: true, workerData: backlog });
  const [port]: unknown[] = await once(worker, "message");
  return {
    port: Number(port),
    freeze: () => worker.postMessage("freeze"),
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
}
