/** What `bongsu dev` watches: the file that was named, checks.yaml, or without either the tour. */
import { existsSync } from "node:fs";
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import type { Config } from "../core/model/check.ts";
import type { Clock, RequestSigner } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createFastClock, createMeasuringClock } from "../core/time/fast-clock.ts";
import { signInFastTime } from "../local/tour/fast-time.ts";
import { startTour, TOUR_NOTE } from "../local/tour/tour.ts";
import { ExitCode } from "./exit-code.ts";
import { createLocalSigner } from "./local-signer.ts";
import { onlyOnAwsNote, splitChecks } from "./only-on-aws.ts";

export interface Source {
  readonly config: Config;
  /** Where the checks are written, for people. */
  readonly name: string;
  readonly notes: readonly SourceNote[];
  /** The time in which the checks live, and how much faster it passes than the real one. */
  readonly clock: Clock;
  readonly speed: number;
  /** Of probes and of the page: what they measure and wait for is real. */
  readonly measuringClock: Clock;
  readonly signer: RequestSigner;
  /** Whether it is worth keeping a history of. */
  readonly isKept: boolean;
  close(): Promise<void>;
}

/** A line for the terminal; on the page too where it concerns all that is shown there. */
export interface SourceNote {
  readonly label: string;
  readonly sentence: string;
  readonly isOnPage: boolean;
}

export interface SourceOptions {
  readonly config?: string;
  readonly write: (text: string) => void;
}

const DEFAULT_CONFIG = "checks.yaml";

/** Whatever is wrong has been said when there is an exit code. */
export async function openSource({ config, write }: SourceOptions): Promise<Source | { readonly exitCode: number }> {
  const isTour = config === undefined && !existsSync(DEFAULT_CONFIG);
  return isTour ? await openTour(write) : await openFile(config ?? DEFAULT_CONFIG, write);
}

async function openFile(file: string, write: (text: string) => void): Promise<Source | { readonly exitCode: number }> {
  const loaded = await loadConfigFile(file);
  if ("unreadable" in loaded) return complain(loaded.unreadable, { write, exitCode: ExitCode.couldNotRun });
  if ("problems" in loaded) {
    const problems = loaded.problems.map((problem) => formatProblem(problem, loaded.text));
    return complain(`${problems.join("\n\n")}\n`, { write, exitCode: ExitCode.configurationWrong });
  }
  const { here, onlyOnAws } = splitChecks(loaded.config.checks);
  const note = onlyOnAwsNote(onlyOnAws);
  return {
    config: { ...loaded.config, checks: here },
    name: file,
    notes: note === undefined ? [] : [{ label: "aws", sentence: note, isOnPage: false }],
    clock: systemClock,
    speed: 1,
    measuringClock: systemClock,
    signer: createLocalSigner(),
    isKept: true,
    close: async () => undefined,
  };
}

async function openTour(write: (text: string) => void): Promise<Source | { readonly exitCode: number }> {
  const tour = await startTour();
  if ("problem" in tour) return complain(tour.problem, { write, exitCode: ExitCode.couldNotRun });
  return {
    config: tour.config,
    name: `the tour (there is no ${DEFAULT_CONFIG} here: npx bongsu init writes one)`,
    notes: [{ label: "tour", sentence: TOUR_NOTE, isOnPage: true }],
    clock: createFastClock(tour.time),
    speed: tour.time.speed,
    measuringClock: createMeasuringClock(tour.time),
    // With the credentials of the tour, never with those of whoever watches it.
    signer: signInFastTime(createLocalSigner(tour.credentials), tour.time),
    isKept: false,
    close: () => tour.close(),
  };
}

function complain(problem: string, { write, exitCode }: { write: (text: string) => void; exitCode: number }) {
  write(`${problem}\n`);
  return { exitCode };
}
