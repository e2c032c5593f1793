/** `bongsu run [url | id …]`: checks once or several times, from this computer. */
import { writeFile } from "node:fs/promises";
import { formatProblem } from "../core/config/format-problem.ts";
import { renderJunit } from "../core/messages/junit.ts";
import type { RunItem } from "../core/messages/run-item.ts";
import { type ReportOptions, renderRunReport } from "../core/messages/run-report.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { systemClock } from "../core/time/clock.ts";
import { ExitCode } from "./exit-code.ts";
import { onlyOnAwsNote, splitChecks } from "./only-on-aws.ts";
import type { Output } from "./output.ts";
import { startProgress } from "./progress.ts";
import { reportItems } from "./report-items.ts";
import { runChecks } from "./run-checks.ts";
import { type SelectedChecks, selectChecks } from "./select-checks.ts";
import { terminalStyle } from "./terminal-style.ts";

export interface RunCommandOptions {
  /** Addresses or ids; none: all checks of the file. */
  readonly targets: readonly string[];
  readonly config: string;
  readonly json: boolean;
  /** How often each check runs; once where nothing is said. */
  readonly repeat?: number;
  /** File for JUnit XML; `-` is standard output, in place of the report. */
  readonly junit?: string;
  /** Every step of every check. */
  readonly verbose?: boolean;
  readonly ascii?: boolean;
  readonly output: Output;
}

/** Resolves to the exit code: 0 all good, 1 a check failed, 2 configuration wrong, 3 could not run. */
export async function run(options: RunCommandOptions): Promise<number> {
  const { config, json, junit, output, targets } = options;
  if (json && junit === STANDARD_OUTPUT) return refuse("Only one of --json and --junit - can have the standard output.", output);
  const selection = await selectChecks(targets, config);
  if ("refusal" in selection) return refuse(selection.refusal, output);
  if ("checks" in selection) return await runSelected(selection, options);
  for (const problem of selection.problems) output.error(`${formatProblem(problem, selection.text)}\n\n`);
  return ExitCode.configurationWrong;
}

const STANDARD_OUTPUT = "-";

async function runSelected(selection: SelectedChecks, options: RunCommandOptions): Promise<number> {
  const { output, repeat: times = 1, verbose = false } = options;
  const { here, onlyOnAws } = splitChecks(selection.checks);
  const note = isForPeople(options) ? undefined : onlyOnAwsNote(onlyOnAws);
  if (note !== undefined) output.error(`Not run, ${note}\n`);
  const started = { epochMs: systemClock.epochMs(), ms: systemClock.monotonicMs() };
  const progress = startProgress(here.length * times, output);
  const runs = await runChecks(here, { times, keepsAttempts: verbose, onRun: ({ status }) => progress.ended(status) });
  progress.stop();
  const elapsedMs = systemClock.monotonicMs() - started.ms;
  const items = reportItems(selection.checks, runs, selection);
  const outcomes = runs.flatMap((some) => some.outcomes);
  const problem = await tell({ items, outcomes, selection, startedAtEpochMs: started.epochMs, elapsedMs }, options);
  return problem === undefined ? exitCodeOf(outcomes) : refuse(problem, output);
}

interface Told extends Pick<ReportOptions, "startedAtEpochMs" | "elapsedMs"> {
  readonly items: readonly RunItem[];
  readonly outcomes: readonly Outcome[];
  readonly selection: SelectedChecks;
}

/** A sentence where a file could not be written. */
async function tell({ items, outcomes, selection, ...times }: Told, options: RunCommandOptions): Promise<string | undefined> {
  const { ascii = false, json, junit, output } = options;
  const { isAdHoc, name, timezone } = selection;
  const xml = junit === undefined ? "" : renderJunit(items, { name, timezone, ...times });
  if (json) output.write(`${JSON.stringify({ schemaVersion: 1, outcomes }, null, 2)}\n`);
  if (junit === STANDARD_OUTPUT) output.write(xml);
  if (isForPeople(options)) {
    const rerun = isAdHoc ? {} : { rerun: rerunCommand(options.config) };
    const report = renderRunReport(items, { isAdHoc, timezone, style: terminalStyle(output, ascii), ...rerun, ...times });
    output.write(`${report.join("\n")}\n`);
  }
  return junit === undefined || junit === STANDARD_OUTPUT ? undefined : await writeOrExplain(junit, xml);
}

function isForPeople({ json, junit }: RunCommandOptions): boolean {
  return !json && junit !== STANDARD_OUTPUT;
}

function rerunCommand(config: string): string {
  return config === "checks.yaml" ? "npx bongsu run" : `npx bongsu run -c '${config}'`;
}

async function writeOrExplain(path: string, text: string): Promise<string | undefined> {
  try {
    await writeFile(path, text);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return `${path} cannot be written (${code}). Check that its folder exists and may be written to.`;
  }
}

function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ status }) => status === "down")) return ExitCode.checkFailed;
  const isUnclear = outcomes.length === 0 || outcomes.some(({ status }) => status === "unknown");
  return isUnclear ? ExitCode.couldNotRun : ExitCode.allGood;
}

function refuse(sentence: string, output: Output): number {
  output.error(`${sentence}\n`);
  return ExitCode.couldNotRun;
}
