import type { CertificateSummary } from "../../model/outcome.ts";
import type { ProbeContext } from "../../probes/probe.ts";
import type { Stopwatch } from "../../time/stopwatch.ts";
import type { Resolution } from "../resolve.ts";
import type { Answer, Body, CutAnswer } from "./answer.ts";
import type { HopRequest } from "./request.ts";
import type { HttpTarget } from "./target.ts";

/** What is known so far, of the server that was asked last; becomes the Observation. */
export interface HttpRun {
  readonly target: HttpTarget;
  readonly context: ProbeContext;
  readonly stopwatch: Stopwatch;
  readonly redirects: string[];
  /** DNS is asked once a name and run. */
  readonly resolutions: Map<string, Resolution>;
  request: HopRequest;
  address?: string;
  /** Address of the server that redirected us here. */
  cameFrom?: string;
  certificate?: CertificateSummary;
  answer?: Answer;
  /** In place of the answer to the last request. */
  cutAnswer?: CutAnswer;
  body?: Body;
  /** Of the credentials with which the last request was signed, where their end is known. */
  credentialsExpireAtEpochMs?: number;
}

const DEFAULT_BODY_LIMIT_BYTES = 1_048_576;

export function bodyLimitBytes(target: HttpTarget): number {
  return target.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
}

const BODY_FACTS = ["body", "json", "bodyBytes", "transfer"];

/** Whether the whole body matters: an expectation speaks of it, or the user has set a limit. */
export function isBodyWanted({ target, context }: HttpRun): boolean {
  return target.bodyLimitBytes !== undefined || BODY_FACTS.some((fact) => context.wanted.has(fact));
}
