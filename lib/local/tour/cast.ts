/** All actors of one tour: they share its time, and leave together. */
import type { FastTime } from "../../core/time/fast-clock.ts";
import type { ActorName } from "./play.ts";
import type { Script } from "./script.ts";
import { type RunningActor, startActor } from "./start-actor.ts";

export class Cast {
  readonly #time: FastTime;
  readonly #running = new Set<RunningActor>();
  #problem: string | undefined;

  constructor(time: FastTime) {
    this.#time = time;
  }

  /** Why somebody is missing; then nobody's port is worth anything. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** One who could not start has port 0, and is the problem. */
  async start(name: ActorName, script: Script): Promise<RunningActor> {
    const actor = await startActor(name, { ...this.#time, ...script });
    if ("problem" in actor) {
      this.#problem ??= actor.problem;
      return { port: 0, pid: 0, stop: async () => undefined };
    }
    this.#running.add(actor);
    return actor;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((actor) => actor.stop()));
  }
}
