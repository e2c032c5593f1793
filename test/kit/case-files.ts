/** Case files for tests, with only what the test is about written out. Times count back from `NOW`. */
import type { CaseFile, CheckEvidence, OtherCheck, SeriesEvidence } from "../../lib/core/diagnosis/case-file.ts";
import type { FailureCode } from "../../lib/core/model/failure.ts";
import type { Outcome, PhaseTime } from "../../lib/core/model/outcome.ts";
import type { LeakSuspected, LeakVerdict } from "../../lib/core/trends/leak-verdict.ts";
import { anOutcome } from "./outcomes.ts";

export const NOW = Date.UTC(2026, 10, 21, 19, 21);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const HOST = "api.acme.example";

export function minutesAgo(minutes: number): number {
  return NOW - minutes * MINUTE_MS;
}

type CaseParts = Partial<Omit<CaseFile, "check">> & { readonly check?: Partial<CheckEvidence> };

export function aCase({ check, ...parts }: CaseParts): CaseFile {
  return {
    nowEpochMs: NOW,
    timezone: "Asia/Seoul",
    check: {
      id: "acme/checkout",
      kind: "http",
      location: "eu-west-1",
      host: HOST,
      everyMs: MINUTE_MS,
      timeoutMs: 10_000,
      outcomes: [],
      ...check,
    },
    ...parts,
  };
}

type RunParts = Partial<Omit<Outcome, "phases">> & { readonly ago?: number; readonly phases?: Readonly<Record<string, number>> };

/** A good run, `ago` minutes before now. */
export function aRun({ ago = 0, phases = { dns: 4, connect: 11, server: 68 }, ...parts }: RunParts = {}): Outcome {
  const times = phaseTimes(phases);
  const totalMs = times.reduce((sum, { ms }) => sum + ms, 0);
  return anOutcome({ location: "eu-west-1", startedAtEpochMs: minutesAgo(ago), phases: times, totalMs, evidence: {}, ...parts });
}

/** Broke off in the last of its phases. */
export function aFailedRun(code: FailureCode, parts: RunParts & { readonly message?: string } = {}): Outcome {
  const { message = `failed with ${code}`, ...others } = parts;
  const phase = Object.keys(parts.phases ?? { server: 0 }).at(-1) ?? "server";
  return aRun({ status: "down", facts: {}, failure: { phase, code, message }, ...others });
}

/** Answered, but not as expected. */
export function anUnmetRun(expected: string, actual: string, parts: RunParts = {}): Outcome {
  const failure = { phase: "judged", code: "expectation-unmet", message: `expected ${expected}, got ${actual}` } as const;
  return aRun({ status: "down", failure, breaches: [{ expected, actual }], ...parts });
}

/** The same run every minute, the newest `fromAgo` minutes ago. */
export function everyMinute(count: number, fromAgo: number, make: (ago: number) => Outcome): Outcome[] {
  return Array.from({ length: count }, (_, index) => make(fromAgo + index));
}

export function phaseTimes(phases: Readonly<Record<string, number>>): PhaseTime[] {
  return Object.entries(phases).map(([phase, ms]) => ({ phase, ms }));
}

/** Another check, well and on another host. */
export function another(id: string, parts: Partial<OtherCheck> = {}): OtherCheck {
  return {
    ...{ id, kind: "http", location: "eu-west-1", host: `${id.replaceAll("/", ".")}.example`, everyMs: MINUTE_MS },
    ...{ status: "up", sinceEpochMs: minutesAgo(600), latest: aRun({ check: id }) },
    ...parts,
  };
}

export function aSeries(
  name: string,
  parts: Partial<SeriesEvidence> & { readonly values?: readonly number[] } = {},
): SeriesEvidence {
  const { values = [], ...others } = parts;
  const points = values.map((value, index) => ({ atEpochMs: minutesAgo(5 * (values.length - 1 - index)), value }));
  return { name, points, ...others };
}

export function suspected(parts: Partial<LeakSuspected> = {}): LeakSuspected {
  return {
    ...{ verdict: "suspected", severity: "critical", points: 24, fromEpochMs: minutesAgo(120), toEpochMs: NOW },
    ...{
      level: 900,
      slopePerHour: 40,
      slopeLowPerHour: 30,
      slopeHighPerHour: 50,
      p: 0.000_01,
      rise: 80,
      riseNeeded: 20,
      noise: 2,
    },
    stillRising: { slopePerHour: 40, p: 0.001 },
    timeUntilLimit: { outlook: "expected", limit: 1_050, soonestMs: 3 * HOUR_MS, likelyMs: 4 * HOUR_MS, latestMs: 5 * HOUR_MS },
    ...parts,
  };
}

export const noTrend: LeakVerdict = { verdict: "no-trend", points: 24, failed: { rule: "trend", p: 0.4, pBelow: 0.01 } };
