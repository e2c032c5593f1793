/**
 * Alarms to messages on this computer: the same passes as on AWS, started by whatever an alarm does and by the time at which
 * something falls due. One pass at a time; what comes meanwhile goes into the next.
 */
import { type ResponderOptions, respond } from "../core/incidents/respond.ts";
import type { AlarmTransition } from "../core/ports.ts";

export interface LocalResponderOptions extends Omit<ResponderOptions, "deliverForMs"> {
  readonly signal: AbortSignal;
  /** A pass could not be made or a message not be told, in a sentence; it is tried again. */
  readonly onProblem: (sentence: string) => void;
}

export interface LocalResponder {
  /** An alarm has moved. */
  note(transition: AlarmTransition): void;
  /** Resolves when the signal has aborted and the last pass has ended. */
  readonly ended: Promise<void>;
}

const PASS_EVERY_MS = 60_000;
const DELIVER_FOR_MS = 30_000;
/** Alarms of one moment go into one pass. */
const SETTLE_MS = 1_000;
const TRANSITIONS_MAX = 10_000;

export function startResponder(options: LocalResponderOptions): LocalResponder {
  const { clock, signal } = options;
  const noted: AlarmTransition[] = [];
  let wake = new AbortController();

  async function pass(): Promise<number> {
    const transitions = noted.splice(0);
    try {
      const report = await respond(transitions, { ...options, deliverForMs: DELIVER_FOR_MS });
      for (const problem of report.problems) options.onProblem(problem);
      return Math.min(clock.epochMs() + PASS_EVERY_MS, report.lookAgainAtEpochMs ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      noted.unshift(...transitions);
      options.onProblem(`Messages wait: ${error instanceof Error ? error.message : String(error)}`);
      return clock.epochMs() + PASS_EVERY_MS;
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const nextEpochMs = await pass();
      wake = new AbortController();
      if (noted.length > 0) continue;
      await clock.sleep(Math.max(SETTLE_MS, nextEpochMs - clock.epochMs()), AbortSignal.any([signal, wake.signal]));
      if (wake.signal.aborted) await clock.sleep(SETTLE_MS, signal);
    }
  }

  return {
    note: (transition) => {
      if (noted.length < TRANSITIONS_MAX) noted.push(transition);
      wake.abort();
    },
    ended: loop(),
  };
}
