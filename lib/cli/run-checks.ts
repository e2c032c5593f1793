/** Runs checks from this computer: many at once, and each as often as wanted, one run after the other. */
import { tellingRun } from "../core/messages/run-item.ts";
import type { Check } from "../core/model/check.ts";
import type { Observation, Outcome } from "../core/model/outcome.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { startLoopLagMeter } from "../core/run/loop-lag.ts";
import { type RunOptions, runCheck } from "../core/run/run-check.ts";
import { createSemaphore } from "../core/run/semaphore.ts";
import { systemClock } from "../core/time/clock.ts";
import { createLocalSecrets } from "./local-secrets.ts";
import { createLocalSigner } from "./local-signer.ts";

const CHECKS_AT_ONCE_MAX = 50;

export interface RunsOfCheck {
  readonly check: Check;
  /** In order of time. */
  readonly outcomes: readonly Outcome[];
  /** What the attempts of the one that is shown saw; only where somebody asked for it. */
  readonly attempts?: readonly Observation[];
}

export interface RunChecksOptions {
  /** At least 1. */
  readonly times: number;
  readonly keepsAttempts: boolean;
  readonly onRun: (outcome: Outcome) => void;
}

/** In the order of the checks. */
export async function runChecks(checks: readonly Check[], options: RunChecksOptions): Promise<RunsOfCheck[]> {
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  const slots = createSemaphore(CHECKS_AT_ONCE_MAX);
  const ports = { secrets: createLocalSecrets(), signer: createLocalSigner(), resolver, loopLag };
  const runOnce: RunOnce = (check, watch) => runCheck(check, { location: "local", clock: systemClock, ...ports, ...watch });
  try {
    return await Promise.all(checks.map((check) => slots.run(() => runSome(check, { ...options, runOnce }))));
  } finally {
    loopLag.stop();
    resolver.close();
  }
}

type RunOnce = (check: Check, watch: Pick<RunOptions, "onObservation">) => Promise<Outcome>;

async function runSome(
  check: Check,
  { keepsAttempts, onRun, runOnce, times }: RunChecksOptions & { readonly runOnce: RunOnce },
): Promise<RunsOfCheck> {
  const outcomes: Outcome[] = [];
  let shown: readonly Observation[] = [];
  for (let time = 0; time < times; time += 1) {
    const attempts: Observation[] = [];
    const onObservation = (seen: Observation) => void attempts.push(withoutBody(seen));
    const outcome = await runOnce(check, keepsAttempts ? { onObservation } : {});
    outcomes.push(outcome);
    if (tellingRun(outcomes) === outcome) shown = attempts;
    onRun(outcome);
  }
  return { check, outcomes, ...(keepsAttempts && { attempts: shown }) };
}

/** It may be large, and nobody reads it there. */
function withoutBody({ facts: { body: _, ...facts }, ...observation }: Observation): Observation {
  return { ...observation, facts };
}
