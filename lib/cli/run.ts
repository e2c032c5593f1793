/** `bongsu run [url | id …]`: every check once, from this computer. */
import { styleText } from "node:util";
import { formatProblem } from "../core/config/format-problem.ts";
import { renderRunReport } from "../core/messages/run-report.ts";
import type { Check } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { startLoopLagMeter } from "../core/run/loop-lag.ts";
import { runCheck } from "../core/run/run-check.ts";
import { createSemaphore } from "../core/run/semaphore.ts";
import { systemClock } from "../core/time/clock.ts";
import { ExitCode } from "./exit-code.ts";
import { createLocalSecrets } from "./local-secrets.ts";
import { createLocalSigner } from "./local-signer.ts";
import { onlyOnAwsNote, splitChecks } from "./only-on-aws.ts";
import type { Output } from "./output.ts";
import { selectChecks } from "./select-checks.ts";

const RUNS_AT_ONCE_MAX = 50;

export interface RunCommandOptions {
  /** Addresses or ids; none: all checks of the file. */
  readonly targets: readonly string[];
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

export async function run(options: RunCommandOptions): Promise<number> {
  const { output, json } = options;
  const selection = await selectChecks(options.targets, options.config);
  if ("problems" in selection) {
    for (const problem of selection.problems) output.error(`${formatProblem(problem, selection.text)}\n\n`);
    return ExitCode.configurationWrong;
  }
  if ("refusal" in selection) {
    output.error(`${selection.refusal}\n`);
    return ExitCode.couldNotRun;
  }
  const startedAtEpochMs = systemClock.epochMs();
  const startedMs = systemClock.monotonicMs();
  const { here, onlyOnAws } = splitChecks(selection.checks);
  const note = onlyOnAwsNote(onlyOnAws);
  if (note !== undefined) output.error(`Not run, ${note}\n`);
  const outcomes = await runAll(here);
  const elapsedMs = systemClock.monotonicMs() - startedMs;
  if (json) output.write(`${JSON.stringify({ schemaVersion: 1, outcomes }, null, 2)}\n`);
  else if (here.length > 0) {
    const view = {
      paint: painter(output.hasColor),
      timezone: selection.timezone,
      isAdHoc: selection.isAdHoc,
      startedAtEpochMs,
      elapsedMs,
    };
    output.write(`${renderRunReport(here, outcomes, view).join("\n")}\n`);
  }
  return exitCodeOf(outcomes);
}

/** Outcomes in the order of the checks. */
async function runAll(checks: readonly Check[]): Promise<Outcome[]> {
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  const slots = createSemaphore(RUNS_AT_ONCE_MAX);
  const ports = { secrets: createLocalSecrets(), signer: createLocalSigner(), resolver, loopLag };
  const options = { location: "local", clock: systemClock, ...ports };
  try {
    return await Promise.all(checks.map((check) => slots.run(() => runCheck(check, options))));
  } finally {
    loopLag.stop();
    resolver.close();
  }
}

function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ status }) => status === "down")) return ExitCode.checkFailed;
  const isUnclear = outcomes.length === 0 || outcomes.some(({ status }) => status === "unknown");
  return isUnclear ? ExitCode.couldNotRun : ExitCode.allGood;
}

function painter(hasColor: boolean): (color: "green" | "yellow" | "red" | "gray" | "bold", text: string) => string {
  return (color, text) => (hasColor ? styleText(color, text, { validateStream: false }) : text);
}
