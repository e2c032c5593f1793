/** The analysis on this computer: the same as on AWS, over the stored history, on the injected clock. */
import { analyseHours } from "../core/analysis/analyse-hours.ts";
import { analyseLeaks } from "../core/analysis/analyse-leaks.ts";
import { HOURS_EVERY_MS, LEAKS_EVERY_MS } from "../core/analysis/manifest.ts";
import { toHourCheck } from "../core/analysis/plan-analysts.ts";
import type { ThreadDumper } from "../core/analysis/thread-dumper.ts";
import { samplesOfHours, samplesOfLeak } from "../core/metrics/analysis-samples.ts";
import type { CheckId, Config } from "../core/model/check.ts";
import type { Locations } from "../core/model/location.ts";
import type { Clock, MetricHistory } from "../core/ports.ts";
import { isProbed } from "../core/probes/index.ts";
import { createStoreHistory } from "./history.ts";
import type { Store } from "./store.ts";

export interface LocalAnalystOptions {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly locations: Locations;
  readonly dumper?: ThreadDumper;
  /** After findings about a check, and the thread dumps they asked for, are stored. */
  readonly onFindings: (check: CheckId, atEpochMs: number) => void;
  readonly signal: AbortSignal;
}

/** Past the full five minutes: what was due until then has mostly come, and a timer that wakes early meets no moment twice. */
const SETTLING_MS = 1_000;

/** Analyses at every full five minutes and every full hour until the signal aborts; resolves when the last pass has ended. */
export async function runAnalyst(options: LocalAnalystOptions): Promise<void> {
  const { clock, signal } = options;
  while (!signal.aborted) {
    await clock.sleep(LEAKS_EVERY_MS - (clock.epochMs() % LEAKS_EVERY_MS) + SETTLING_MS, signal);
    if (signal.aborted) return;
    const atEpochMs = Math.floor(clock.epochMs() / LEAKS_EVERY_MS) * LEAKS_EVERY_MS;
    await lookForLeaks(options, atEpochMs);
    if (atEpochMs % HOURS_EVERY_MS === 0) await lookForSlowHours(options, atEpochMs);
  }
}

async function lookForLeaks(
  { config, store, locations, dumper, onFindings }: LocalAnalystOptions,
  atEpochMs: number,
): Promise<void> {
  const context = { deployment: config.name, locations, history: createStoreHistory(store), nowEpochMs: atEpochMs };
  const { reports } = await analyseLeaks(config.checks, context);
  for (const sample of reports.flatMap((report) => samplesOfLeak(report, config.name))) store.addSample(sample);
  for (const evidence of (await dumper?.dump(reports)) ?? []) store.addThreadEvidence(evidence);
  for (const { check } of reports) onFindings(check.id, atEpochMs);
}

async function lookForSlowHours({ config, store, locations, onFindings }: LocalAnalystOptions, atEpochMs: number): Promise<void> {
  const { name: deployment, timezone, checks } = config;
  const history: MetricHistory = createStoreHistory(store);
  const { reports } = await analyseHours(checks.filter(isProbed).map(toHourCheck), {
    deployment,
    timezone,
    locations,
    history,
    nowEpochMs: atEpochMs,
  });
  for (const sample of samplesOfHours(reports, { deployment, atEpochMs })) store.addSample(sample);
  for (const { check } of reports) onFindings(check, atEpochMs);
}
