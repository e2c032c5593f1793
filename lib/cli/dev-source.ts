/** What `bongsu dev` watches: the file that was named, checks.yaml, or without either the tour. */
import { existsSync } from "node:fs";
import type { Clock, RequestSigner } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createFastClock, createMeasuringClock } from "../core/time/fast-clock.ts";
import { signInFastTime } from "../local/tour/fast-time.ts";
import { startTour, TOUR_NOTE } from "../local/tour/tour.ts";
import { type Reading, readChecks } from "./dev-reading.ts";
import { ExitCode } from "./exit-code.ts";
import { changed, stampOf } from "./file-changes.ts";
import { createLocalSigner } from "./local-signer.ts";

export interface Source {
  /** Where the checks are written, for people. */
  readonly name: string;
  /** What stands there at first. */
  readonly reading: Reading;
  /** Resolves with what stands there once it has changed, or with nothing when the signal aborts. */
  next(signal: AbortSignal): Promise<Reading | undefined>;
  /** Whether the checks are the user's own. */
  readonly isOwn: boolean;
  /** The time in which the checks live, and how much faster it passes than the real one. */
  readonly clock: Clock;
  readonly speed: number;
  /** Of probes and of the page: what they measure and wait for is real. */
  readonly measuringClock: Clock;
  readonly signer: RequestSigner;
  close(): Promise<void>;
}

export interface SourceOptions {
  readonly config?: string;
  readonly write: (text: string) => void;
  /** Whoever sits here can mend a file that is wrong from the beginning. */
  readonly isAttended?: boolean;
}

const DEFAULT_CONFIG = "checks.yaml";

/** Whatever is wrong has been said when there is an exit code. */
export async function openSource(options: SourceOptions): Promise<Source | { readonly exitCode: number }> {
  const { config } = options;
  const isTour = config === undefined && !existsSync(DEFAULT_CONFIG);
  return isTour ? await openTour(options) : await openFile(config ?? DEFAULT_CONFIG, options);
}

async function openFile(
  file: string,
  { isAttended = false, write }: SourceOptions,
): Promise<Source | { readonly exitCode: number }> {
  let stamp = await stampOf(file);
  const reading = await readChecks(file);
  if ("problems" in reading && !(isAttended && reading.isReadable)) {
    write(`${reading.problems.join("\n\n")}\n`);
    return { exitCode: reading.isReadable ? ExitCode.configurationWrong : ExitCode.couldNotRun };
  }
  const next = async (signal: AbortSignal) => {
    await changed(file, stamp, { clock: systemClock, signal });
    stamp = await stampOf(file);
    return signal.aborted ? undefined : await readChecks(file);
  };
  return {
    ...{ name: file, reading, next, isOwn: true, speed: 1 },
    clock: systemClock,
    measuringClock: systemClock,
    signer: createLocalSigner(),
    close: async () => undefined,
  };
}

async function openTour({ write }: SourceOptions): Promise<Source | { readonly exitCode: number }> {
  const tour = await startTour();
  if ("problem" in tour) {
    write(`${tour.problem}\n`);
    return { exitCode: ExitCode.couldNotRun };
  }
  const notes = [
    { label: "tour", sentence: TOUR_NOTE, isOnPage: true },
    { label: "yours", sentence: `There is no ${DEFAULT_CONFIG} here: npx bongsu init writes one.`, isOnPage: false },
  ];
  return {
    name: "the tour",
    reading: { config: tour.config, notes },
    next: neverAgain,
    isOwn: false,
    clock: createFastClock(tour.time),
    speed: tour.time.speed,
    measuringClock: createMeasuringClock(tour.time),
    // With the credentials of the tour, never with those of whoever watches it.
    signer: signInFastTime(createLocalSigner(tour.credentials), tour.time),
    close: () => tour.close(),
  };
}

function neverAgain(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
