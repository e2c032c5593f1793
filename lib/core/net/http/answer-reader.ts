import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import { type Answer, type CutAnswer, isFailure } from "./answer.ts";
import { EVIDENCE_BODY_CHARACTERS } from "./evidence.ts";
import { explainTimeout, headersTooLarge } from "./exchange-errors.ts";
import { bodyLimitBytes, type HttpRun, isBodyWanted } from "./http-run.ts";
import { ReceivedBytes } from "./received-bytes.ts";
import type { Progress, Wire } from "./wire.ts";

/** Told once how the exchange ended: the connection is of no more use. */
export type Settle = (result: Answer | Failure) => void;
/** What the connection has read of an answer when its body begins. */
export type Head = Pick<Answer, "status" | "headers" | "httpVersion">;

/** All headers of an answer together; more is refused. */
export const HEADERS_MAX_BYTES = 65_536;
/** Types that never end by design; their body is read only when an expectation asks for it. */
const ENDLESS_TYPES = /^(text\/event-stream|multipart\/x-mixed-replace)/i;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** Hears the events of one exchange, in whichever version of HTTP, and settles once: with an answer or with why there is none. */
export class AnswerReader {
  readonly #run: HttpRun;
  readonly #wire: Wire;
  readonly #settle: Settle;
  readonly #received = new ReceivedBytes();
  #answer: Answer | undefined;
  #isSettled = false;

  constructor(run: HttpRun, wire: Wire, settle: Settle) {
    this.#run = run;
    this.#wire = wire;
    this.#settle = settle;
    const { signal } = run.context.deadline;
    if (signal.aborted) this.#onDeadline();
    else signal.addEventListener("abort", this.#onDeadline, { once: true });
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Of the final answer, not of an interim one. */
  onHead(head: Head): void {
    if (this.#isSettled) return;
    this.#run.stopwatch.enter("transfer");
    this.#answer = { ...head, ...this.#clockSkew(head.headers) };
    if (sizeBytes(head.headers) > HEADERS_MAX_BYTES) this.finish(headersTooLarge({ hasHeaders: false }));
    else if (this.#needsNoBody(head)) this.finish(this.#answer);
  }

  onData(chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#received.push(chunk);
    const limitBytes = bodyLimitBytes(this.#run.target);
    if (this.#received.count > limitBytes) this.#onTooLarge(limitBytes);
  }

  onEnd(): void {
    if (this.#answer !== undefined) this.finish({ ...this.#answer, raw: this.#received.all() });
  }

  /** Without an error it just closed. */
  onBreak(error: Error | undefined): void {
    if (!this.#isSettled) this.finish(this.#wire.explain(error, this.progress()));
  }

  /** What was decided elsewhere; only the first word counts. */
  finish(result: Answer | Failure): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#run.context.deadline.signal.removeEventListener("abort", this.#onDeadline);
    if (isFailure(result) && this.#answer !== undefined) this.#run.cutAnswer = this.#cut(this.#answer);
    this.#settle(result);
  }

  progress(): Progress {
    return { isBegun: this.#wire.hasBegun(), hasHeaders: this.#answer !== undefined, receivedBytes: this.#received.count };
  }

  #cut(answer: Answer): CutAnswer {
    const isPacked = answer.headers["content-encoding"] !== undefined;
    return { ...answer, beginning: isPacked ? "" : this.#received.first(EVIDENCE_BODY_CHARACTERS).toString("utf8") };
  }

  #clockSkew(headers: FactMap): Pick<Answer, "clockSkewMs"> {
    const dateEpochMs = Date.parse(headers.date?.[0] ?? "");
    return Number.isNaN(dateEpochMs) ? {} : { clockSkewMs: skewMs(dateEpochMs, this.#run.context.clock.epochMs()) };
  }

  /** A redirect that will be followed, or an endless stream of which nobody asked more than that it answers. */
  #needsNoBody({ status, headers }: Head): boolean {
    if (REDIRECT_STATUSES.has(status) && headers.location !== undefined && this.#run.target.redirects > 0) return true;
    return !isBodyWanted(this.#run) && ENDLESS_TYPES.test(headers["content-type"]?.[0] ?? "");
  }

  /** Nobody asked for the body and no limit was set: enough has been seen. */
  #onTooLarge(limitBytes: number): void {
    this.finish(this.#answer !== undefined && !isBodyWanted(this.#run) ? this.#answer : tooLarge(limitBytes));
  }

  readonly #onDeadline = (): void => {
    this.finish(explainTimeout(this.#run.context.deadline.timeoutMs, this.progress()));
  };
}

/** As RFC 9113 counts them, without its allowance for each. */
function sizeBytes(headers: FactMap): number {
  let sum = 0;
  for (const name in headers) for (const value of headers[name] ?? []) sum += name.length + value.length;
  return sum;
}

function tooLarge(limitBytes: number): Failure {
  return { phase: "transfer", code: "body-too-large", message: `the body is larger than the limit of ${limitBytes} bytes` };
}

/** The header has whole seconds: up to one of them is no skew. */
function skewMs(dateEpochMs: number, nowEpochMs: number): number {
  const differenceMs = dateEpochMs - nowEpochMs;
  return differenceMs <= 0 && differenceMs > -1_000 ? 0 : differenceMs;
}
