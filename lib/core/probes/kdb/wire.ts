/** An open connection to a q process: bytes out, and so many bytes in before a deadline. */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Failure } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { type Arrival, Incoming } from "../../net/incoming.ts";
import { clientCertificateUse } from "../../net/tls.ts";
import { explainTlsError } from "../../net/tls-errors.ts";
import type { TlsOptions } from "../../net/tls-options.ts";
import type { Stopwatch } from "../../time/stopwatch.ts";

interface WireOptions {
  /** Tells the phase that is to blame, and how long it took. */
  readonly stopwatch: Stopwatch;
  /** Of an encrypted connection. */
  readonly tls?: TlsOptions | undefined;
}

export class Wire {
  readonly socket: Socket;
  readonly incoming: Incoming;
  readonly stopwatch: Stopwatch;
  readonly #tls: TlsOptions | undefined;

  constructor(socket: Socket, { stopwatch, tls }: WireOptions) {
    this.socket = socket;
    this.incoming = new Incoming(socket);
    this.stopwatch = stopwatch;
    this.#tls = tls;
  }

  /** Waits until so many bytes are there to be taken; else says why they are not. Never rejects. */
  async receive(count: number, signal: AbortSignal): Promise<Arrival> {
    while (this.incoming.bytes.length < count) {
      const arrival = await this.incoming.more({ signal });
      if (arrival !== "more") return arrival;
    }
    return "more";
  }

  /** How long a phase has taken so far, as people read it. */
  timeIn(phase: string): string {
    return formatMeasuredMs(this.stopwatch.read().phases.find((time) => time.phase === phase)?.ms ?? 0);
  }

  /** An ending that has nothing to do with q: the network gave up, or TLS refused us late. */
  explainLoss(arrival: Arrival): Failure | undefined {
    const code = arrival instanceof Error && "code" in arrival ? String(arrival.code) : "";
    if (arrival instanceof Error && code.startsWith("ERR_SSL_")) return explainTlsError(arrival, this.#certificateUse());
    if (!LOST.has(code)) return undefined;
    return { phase: this.stopwatch.phase, code: "response-reset", message: `the connection was lost (${code})` };
  }

  #certificateUse() {
    return this.#tls !== undefined && this.socket instanceof TLSSocket ? clientCertificateUse(this.socket, this.#tls) : undefined;
  }
}

/** The network gave up on a connection that was open. */
const LOST = new Set(["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EHOSTDOWN"]);
