/**
 * Which servers have stopped to serve, so that we do not fill their accept queues. A connection that nobody accepts keeps its
 * place in the queue also after we have closed it: a probe a minute alone would fill a queue of 128 in two hours, and then
 * nobody could connect any more. After three stalls in a row a server is left alone for five minutes at a time.
 */
import { type Failure, type FailureCode, isOwnFault } from "../../model/failure.ts";

const STALLS_MAX = 3;
const PAUSE_MS = 5 * 60_000;
const PLACES_MAX = 1_000;

/** Nobody took the connection from the queue. */
const STALLED: readonly FailureCode[] = ["handshake-timed-out", "tls-timed-out"];
/** Nobody can tell whether the server serves. */
const UNCERTAIN: readonly FailureCode[] = ["connect-timed-out", "connect-unreachable"];

export interface Pause {
  /** What was seen last. */
  readonly failure: Failure;
  readonly stalls: number;
  readonly probedAtEpochMs: number;
  readonly untilEpochMs: number;
}

interface Stall {
  count: number;
  failure: Failure;
  probedAtEpochMs: number;
}

/** `place` is an address and a port; times are of the wall clock, because a frozen Lambda's other clock may stand still. */
export class StallMemory {
  readonly #stalls = new Map<string, Stall>();

  /** The pause that the place is granted now; without one, the moment is noted as that of a probe. */
  pauseOf(place: string, nowEpochMs: number): Pause | undefined {
    const stall = this.#stalls.get(place);
    if (stall === undefined || stall.count < STALLS_MAX) return undefined;
    const untilEpochMs = stall.probedAtEpochMs + PAUSE_MS;
    // A clock that was set back must not lengthen the pause.
    if (nowEpochMs >= stall.probedAtEpochMs && nowEpochMs < untilEpochMs) {
      return { failure: stall.failure, stalls: stall.count, probedAtEpochMs: stall.probedAtEpochMs, untilEpochMs };
    }
    stall.probedAtEpochMs = nowEpochMs;
    return undefined;
  }

  /** Takes note of how a probe that began at this moment ended. */
  note(place: string, failure: Failure | undefined, probedAtEpochMs: number): void {
    const known = this.#stalls.get(place);
    if (failure !== undefined && isStall(failure.code, known)) {
      this.#remember(place, { count: (known?.count ?? 0) + 1, failure, probedAtEpochMs });
    } else if (failure === undefined || !isUncertain(failure.code)) this.#stalls.delete(place);
  }

  #remember(place: string, stall: Stall): void {
    this.#stalls.delete(place);
    if (this.#stalls.size >= PLACES_MAX) this.#stalls.delete(this.#stalls.keys().next().value ?? "");
    this.#stalls.set(place, stall);
  }
}

/** A place that stalled and then drops connections has a full queue. */
function isStall(code: FailureCode, known: Stall | undefined): boolean {
  return STALLED.includes(code) || (code === "connect-timed-out" && known !== undefined);
}

function isUncertain(code: FailureCode): boolean {
  return UNCERTAIN.includes(code) || isOwnFault(code);
}
