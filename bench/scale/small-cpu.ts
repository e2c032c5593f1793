/** The share of a CPU that a Lambda has, as its scheduler deals it out: so much in every period, and nothing until the next one. */
const PERIOD_MS = 20;

export interface Turn {
  readonly startedMs: number;
  readonly endedMs: number;
}

/** One thread: what is ready takes its turn after what was ready before. */
export class SmallCpu {
  readonly #shareMs: number;
  #freeAtMs = 0;
  #period = -1;
  #leftMs = 0;

  constructor(share: number) {
    this.#shareMs = PERIOD_MS * share;
  }

  /** Call it in the order in which work becomes ready. */
  run(readyMs: number, cpuMs: number): Turn {
    const startedMs = this.#begin(Math.max(readyMs, this.#freeAtMs));
    this.#freeAtMs = this.#finish(startedMs, cpuMs);
    return { startedMs, endedMs: this.#freeAtMs };
  }

  /** Now, or when the next period brings its share. */
  #begin(nowMs: number): number {
    this.#enter(Math.floor(nowMs / PERIOD_MS));
    if (this.#leftMs > 0) return nowMs;
    this.#enter(this.#period + 1);
    return this.#period * PERIOD_MS;
  }

  #finish(startedMs: number, cpuMs: number): number {
    let nowMs = startedMs;
    for (let neededMs = cpuMs; ; nowMs = this.#begin((this.#period + 1) * PERIOD_MS)) {
      const doneMs = Math.min(neededMs, this.#leftMs, (this.#period + 1) * PERIOD_MS - nowMs);
      this.#leftMs -= doneMs;
      neededMs -= doneMs;
      if (neededMs <= 0) return nowMs + doneMs;
    }
  }

  #enter(period: number): void {
    if (period === this.#period) return;
    this.#period = period;
    this.#leftMs = this.#shareMs;
  }
}
