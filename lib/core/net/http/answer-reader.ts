import type { Dispatcher } from "undici";
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Answer } from "./answer.ts";
import { explainTimeout, headersTooLarge } from "./exchange-errors.ts";
import { bodyLimitBytes, type HttpRun, isBodyWanted } from "./http-run.ts";
import type { Progress, Wire } from "./wire.ts";

type Settle = (result: Answer | Failure) => void;
/** What can be done to an exchange from here: end it. */
type Controller = Pick<Dispatcher.DispatchController, "abort">;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** All headers of an answer together; more is refused. */
export const HEADERS_MAX_BYTES = 65_536;
/** Types that never end by design; their body is read only when an expectation asks for it. */
const ENDLESS_TYPES = /^(text\/event-stream|multipart\/x-mixed-replace)/i;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** Made once: making and formatting an error cost a tenth of a run. */
export const FINISHED = new Error("finished");

/** Hears the events of one exchange as undici names them, and settles once, with an answer or with why there is none. */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #run: HttpRun;
  readonly #wire: Wire;
  readonly #settle: Settle;
  readonly #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #controller: Controller | undefined;
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

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(FINISHED);
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#run.stopwatch.enter("transfer");
    this.#answer = this.#readHead(status, toFactMap(headers));
    if (sizeBytes(headers) > HEADERS_MAX_BYTES) this.#finish(headersTooLarge());
    else if (this.#needsNoBody(status, this.#answer.headers)) this.#finish(this.#answer);
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#receivedBytes += chunk.length;
    this.#chunks.push(chunk);
    const limitBytes = bodyLimitBytes(this.#run.target);
    if (this.#receivedBytes > limitBytes) this.#onTooLarge(limitBytes);
  }

  onResponseEnd(): void {
    if (this.#answer !== undefined) this.#finish({ ...this.#answer, raw: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Controller, error: Error | undefined): void {
    this.#finish(this.#wire.explain(error, this.#progress()));
  }

  #progress(): Progress {
    return { isBegun: this.#wire.hasBegun(), hasHeaders: this.#answer !== undefined, receivedBytes: this.#receivedBytes };
  }

  #readHead(status: number, headers: FactMap): Answer {
    const httpVersion = this.#wire.httpVersion();
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
    this.#finish(explainTimeout(this.#run.context.deadline.timeoutMs, this.#progress()));
  };

  #finish(result: Answer | Failure): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#run.context.deadline.signal.removeEventListener("abort", this.#onDeadline);
    this.#settle(result);
    this.#controller?.abort(FINISHED);
  }
}

/** As RFC 9113 counts them, without its allowance for each. */
function sizeBytes(headers: Headers): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value ?? "").length, 0);
}

function tooLarge(limitBytes: number): Failure {
  return { phase: "transfer", code: "body-too-large", message: `the body is larger than the limit of ${limitBytes} bytes` };
}

/** The header has whole seconds: up to one of them is no skew. */
function skewMs(dateEpochMs: number, nowEpochMs: number): number {
  const differenceMs = dateEpochMs - nowEpochMs;
  return differenceMs <= 0 && differenceMs > -1_000 ? 0 : differenceMs;
}

function toFactMap(headers: Headers): FactMap {
  const map: Record<string, readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map[name.toLowerCase()] = Array.isArray(value) ? value : [value];
  }
  return map;
}
