/** From a request to its final answer: hop after hop, each on a new connection, all under one deadline. */
import type { Failure, Phase } from "../../model/failure.ts";
import type { ProbeContext } from "../../probes/probe.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import { firstPhaseOf } from "../resolve.ts";
import { isFailure } from "./answer.ts";
import { askAuthorized, beginsWithAuth } from "./auth/authorize.ts";
import { explainAwsRefusal } from "./auth/aws-refusal.ts";
import { beforeDeadline, LATE } from "./before-deadline.ts";
import { decodeBody } from "./body.ts";
import { explainTimeout } from "./exchange-errors.ts";
import { bodyLimitBytes, type HttpRun, isBodyWanted } from "./http-run.ts";
import { followRedirect } from "./redirect.ts";
import { firstRequest, type HopRequest } from "./request.ts";
import type { HttpTarget } from "./target.ts";

/** A run about to begin: its clock starts now. */
export function startHttpRun(target: HttpTarget, context: ProbeContext): HttpRun {
  const request = firstRequest(target);
  const { url } = request;
  const stopwatch = new Stopwatch(context.clock, firstPhase({ target, context }, url.hostname));
  return { target, context, stopwatch, redirects: [], resolutions: new Map(), request };
}

/** One more request in the time of the same run. */
export function startAgain({ context, stopwatch, resolutions }: HttpRun, target: HttpTarget): HttpRun {
  return { target, context, stopwatch, redirects: [], resolutions, request: firstRequest(target) };
}

function firstPhase(run: Pick<HttpRun, "target" | "context">, host: string): Phase {
  if (beginsWithAuth(run)) return "auth";
  return run.target.proxy === undefined ? firstPhaseOf(host) : "proxy";
}

/** Sends the request and follows redirects; the failure that ended it, if one did. */
export async function askUntilFinal(run: HttpRun): Promise<Failure | undefined> {
  while (true) {
    const answer = await askAuthorized(run);
    if (isFailure(answer)) return atHop(answer, run);
    run.answer = answer;
    const next = followRedirect(run);
    if (next === undefined) return refusalOf(run) ?? (await readBody(run));
    if (isFailure(next)) return next;
    moveOn(run, next);
  }
}

/** What was learned of one server says nothing about the next, which may not even be reached. */
function moveOn(run: HttpRun, next: HopRequest): void {
  run.request = next;
  if (run.address !== undefined) run.cameFrom = run.address;
  delete run.address;
  delete run.answer;
  delete run.certificate;
}

/** A failure behind a redirect says where it was: it is not the address in the configuration. */
function atHop(failure: Failure, { redirects, request }: HttpRun): Failure {
  if (redirects.length === 0) return failure;
  return { ...failure, message: `${failure.message} (at ${request.url.host}, to which we were redirected)` };
}

function refusalOf({ answer, request, target }: HttpRun): Failure | undefined {
  const isSigned = target.auth !== undefined && "sigv4" in target.auth && request.isFirstOrigin;
  return isSigned && answer !== undefined ? explainAwsRefusal(answer) : undefined;
}

async function readBody(run: HttpRun): Promise<Failure | undefined> {
  const { answer, context, target } = run;
  if (answer?.raw === undefined) return undefined;
  const body = await beforeDeadline(decodeBody(answer.raw, answer.headers, bodyLimitBytes(target)), context.deadline);
  if (body === LATE) {
    const progress = { isBegun: true, hasHeaders: true, receivedBytes: answer.raw.length };
    return explainTimeout(context.deadline.timeoutMs, progress);
  }
  if (!isFailure(body)) run.body = body;
  else if (body.code !== "body-too-large" || isBodyWanted(run)) return body;
  return undefined;
}
