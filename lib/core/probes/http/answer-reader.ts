import type { Dispatcher } from "undici";
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Answer } from "./answer.ts";
import { explainExchangeError, explainTimeout } from "./exchange-errors.ts";
import { bodyLimitBytes, type HttpRun, isBodyWanted } from "./http-run.ts";
import type { SocketTap } from "./socket-tap.ts";

type Settle = (result: Answer | Failure) => void;

/** Types that never end by design; their body is read only when an expectation asks for it. */
const ENDLESS_TYPES = /^(text\/event-stream|multipart\/x-mixed-replace)/i;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** Hears undici's events of one exchange and settles once, with an answer or with why there is none. */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #run: HttpRun;
  readonly #tap: SocketTap;
  readonly #settle: Settle;
  readonly #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #answer: Answer | undefined;
  #isSettled = false;

  constructor(run: HttpRun, tap: SocketTap, settle: Settle) {
    this.#run = run;
    this.#tap = tap;
    this.#settle = settle;
    const { signal } = run.context.deadline;
    if (signal.aborted) this.#onDeadline();
    else signal.addEventListener("abort", this.#onDeadline, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error("deadline"));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#run.stopwatch.enter("transfer");
    this.#answer = this.#readHead(status, toFactMap(headers));
    if (this.#needsNoBody(status, this.#answer.headers)) this.#finish(this.#answer);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#receivedBytes += chunk.length;
    this.#chunks.push(chunk);
    const limitBytes = bodyLimitBytes(this.#run.target);
    if (this.#receivedBytes > limitBytes) this.#onTooLarge(limitBytes);
  }

  onResponseEnd(): void {
    if (this.#answer !== undefined) this.#finish({ ...this.#answer, raw: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const progress = {
      isBegun: this.#tap.hasBegun(),
      hasHeaders: this.#answer !== undefined,
      receivedBytes: this.#receivedBytes,
    };
    this.#finish(explainExchangeError(this.#tap.firstError() ?? error, progress));
  }

  #readHead(status: number, headers: FactMap): Answer {
    const httpVersion = this.#tap.httpVersion();
    const dateEpochMs = Date.parse(headers.date?.[0] ?? "");
    return {
      status,
      headers,
      ...(httpVersion !== undefined && { httpVersion }),
      ...(!Number.isNaN(dateEpochMs) && { clockSkewMs: skewMs(dateEpochMs, this.#run.context.clock.epochMs()) }),
    };
  }

  /** A redirect that will be followed, or an endless stream of which nobody asked more than that it answers. */
  #needsNoBody(status: number, headers: FactMap): boolean {
    if (REDIRECT_STATUSES.has(status) && headers.location !== undefined && this.#run.target.redirects > 0) return true;
    return !isBodyWanted(this.#run) && ENDLESS_TYPES.test(headers["content-type"]?.[0] ?? "");
  }

  /** Nobody asked for the body and no limit was set: enough has been seen. */
  #onTooLarge(limitBytes: number): void {
    this.#finish(this.#answer !== undefined && !isBodyWanted(this.#run) ? this.#answer : tooLarge(limitBytes));
  }

  readonly #onDeadline = (): void => {
    const progress = {
      isBegun: this.#tap.hasBegun(),
      hasHeaders: this.#answer !== undefined,
      receivedBytes: this.#receivedBytes,
    };
    this.#finish(explainTimeout(this.#run.context.deadline.timeoutMs, progress));
  };

  #finish(result: Answer | Failure): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#run.context.deadline.signal.removeEventListener("abort", this.#onDeadline);
    this.#settle(result);
    this.#controller?.abort(new Error("finished"));
  }
}

function tooLarge(limitBytes: number): Failure {
  return { phase: "transfer", code: "body-too-large", message: `the body is larger than the limit of ${limitBytes} bytes` };
}

/** The header has whole seconds: up to one of them is no skew. */
function skewMs(dateEpochMs: number, nowEpochMs: number): number {
  const differenceMs = dateEpochMs - nowEpochMs;
  return differenceMs <= 0 && differenceMs > -1_000 ? 0 : differenceMs;
}

function toFactMap(headers: Record<string, string | string[] | undefined>): FactMap {
  const map: Record<string, readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map[name.toLowerCase()] = Array.isArray(value) ? value : [value];
  }
  return map;
}
