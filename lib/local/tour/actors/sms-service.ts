/**
 * Plays a Spring service that sends SMS. Its job leaks: each run makes executors and never shuts them down, until there can be no
 * more threads and nothing is answered any longer. There is no JVM: each "thread" that leaks here is a timer of Node that really
 * runs and is never cleared, and the numbers shown count them. The threads of a healthy service are only listed.
 */
import type { ServerResponse } from "node:http";
import type { Clock } from "../../../core/ports.ts";
import { createFastClock } from "../../../core/time/fast-clock.ts";
import { createRandom, type Random } from "../../../core/trends/simulation/random.ts";
import type { Actor } from "../actor.ts";
import type { ScriptReader } from "../script.ts";
import { serveHttp } from "../serve-http.ts";
import { type DumpedThread, healthyThreads, leakedThread } from "./jvm-threads.ts";

/** A thread that waits for the next message looks for it now and then. */
const LOOK_EVERY_MS = 60_000;
const SEED = 20_211_104;

/**
 * Script: `port`, `limit` of threads, `jobEveryMs` in the tour's time, `leakedPerJob` on average; 0 if the job is sound.
 */
export const playSmsService: Actor = async (script) => {
  const clock = createFastClock(script.time());
  const service = new SmsService(script, clock);
  const options = { clock, port: script.number("port") };
  return { port: await serveHttp(({ url }, response) => service.answer(url ?? "", response), options) };
};

class SmsService {
  readonly #random: Random = createRandom(SEED);
  readonly #startedAtEpochMs: number;
  readonly #limit: number;
  readonly #leakedPerJob: number;
  /** What leaks. */
  readonly #pools: NodeJS.Timeout[] = [];
  #finishedThreads = 0;

  constructor(script: ScriptReader, clock: Clock) {
    this.#startedAtEpochMs = clock.epochMs();
    this.#limit = script.number("limit");
    this.#leakedPerJob = script.number("leakedPerJob");
    setInterval(() => this.#runSmsStatusJob(), script.number("jobEveryMs") / script.time().speed);
  }

  answer(path: string, response: ServerResponse): void {
    // No thread is left that could take the request: the connection stays open, and nothing ever comes.
    if (this.#liveThreads >= this.#limit) return;
    if (path.startsWith("/actuator/prometheus")) sendText(response, this.#page());
    else if (path === "/actuator/threaddump") sendJson(response, { threads: this.#threads() });
    else if (path === "/actuator/health") sendJson(response, { status: "UP" });
    else response.writeHead(404).end();
  }

  /** Asks the gateway what became of the messages: an executor for each batch, and none is ever shut down. */
  #runSmsStatusJob(): void {
    this.#finishedThreads += 2;
    if (this.#leakedPerJob === 0) return;
    const wanted = Math.round(this.#leakedPerJob * (0.5 + this.#random.uniform()));
    const room = Math.max(0, this.#limit - this.#liveThreads);
    for (let batch = 0; batch < Math.min(wanted, room); batch += 1) {
      this.#pools.push(setInterval(() => undefined, LOOK_EVERY_MS));
    }
  }

  get #liveThreads(): number {
    return healthyThreads.length + this.#pools.length;
  }

  #threads(): DumpedThread[] {
    return [...healthyThreads, ...this.#pools.map((_, at) => leakedThread(at))];
  }

  #page(): string {
    return [
      "# TYPE jvm_threads_live_threads gauge",
      `jvm_threads_live_threads ${this.#liveThreads}`,
      "# TYPE jvm_threads_started_threads_total counter",
      `jvm_threads_started_threads_total ${this.#liveThreads + this.#finishedThreads}`,
      "# TYPE process_start_time_seconds gauge",
      `process_start_time_seconds ${this.#startedAtEpochMs / 1_000}`,
      "",
    ].join("\n");
  }
}

function sendText(response: ServerResponse, text: string): void {
  response.setHeader("content-type", "text/plain; version=0.0.4").end(text);
}

function sendJson(response: ServerResponse, document: object): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(document));
}
