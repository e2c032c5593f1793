/** What a connection has received and nobody has taken yet. It reads only when asked, so that a flood waits in the kernel. */
import type { Socket } from "node:net";

/** `quiet`: nothing came for the time that was given; an Error: the connection broke. */
export type Arrival = "more" | "quiet" | "ended" | "timed-out" | Error;

interface Patience {
  readonly signal: AbortSignal;
  /** How long a pause may be before it is told. */
  readonly quietMs?: number;
}

export class Incoming {
  readonly #socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #broken: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    // An alert of TLS is told here only: it leaves no mark on the socket.
    socket.once("error", (error) => {
      this.#broken = error;
    });
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Everything that is there now, also what nobody asked for. */
  get waitingBytes(): number {
    return this.#bytes.length + this.#socket.readableLength;
  }

  take(count: number): Buffer {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  /** Waits until `bytes` has grown, or will not grow. Never rejects. */
  async more({ signal, quietMs }: Patience): Promise<Arrival> {
    while (true) {
      const chunk: unknown = this.#socket.read();
      if (Buffer.isBuffer(chunk)) {
        this.#bytes = Buffer.concat([this.#bytes, chunk]);
        return "more";
      }
      const broken = this.#broken ?? this.#socket.errored;
      if (broken) return broken;
      if (this.#socket.readableEnded || this.#socket.destroyed) return "ended";
      if (signal.aborted) return "timed-out";
      if ((await nextChange(this.#socket, { signal, quietMs })) === "quiet") return "quiet";
    }
  }
}

function nextChange(socket: Socket, { signal, quietMs }: { signal: AbortSignal; quietMs: number | undefined }) {
  return new Promise<"change" | "quiet">((resolve) => {
    const finish = (what: "change" | "quiet") => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onChange);
      for (const event of EVENTS) socket.off(event, onChange);
      resolve(what);
    };
    const onChange = () => finish("change");
    // A turn of the loop later: if we ourselves stood still, what came meanwhile is read first.
    const timer = quietMs === undefined ? undefined : setTimeout(() => setImmediate(finish, "quiet"), quietMs);
    signal.addEventListener("abort", onChange, { once: true });
    for (const event of EVENTS) socket.on(event, onChange);
  });
}

const EVENTS = ["readable", "end", "close", "error"] as const;
