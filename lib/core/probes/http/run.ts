/** One run of an `http` check: hop after hop until the final answer, each on a new connection, all under one deadline. */
import type { Failure } from "../../model/failure.ts";
import type { Observation } from "../../model/outcome.ts";
import { firstPhaseOf } from "../../net/resolve.ts";
import { Stopwatch } from "../../run/stopwatch.ts";
import type { ProbeContext } from "../probe.ts";
import { isFailure } from "./answer.ts";
import { decodeBody } from "./body.ts";
import { openConnection } from "./connection.ts";
import { exchange } from "./exchange.ts";
import { bodyLimitBytes, type HttpRun, isBodyWanted } from "./http-run.ts";
import { observe } from "./observe.ts";
import { followRedirect } from "./redirect.ts";
import { firstRequest } from "./request.ts";
import type { HttpTarget } from "./target.ts";

/** `target` is an HttpTarget: the kind's own schema made it. */
export async function runHttp(target: unknown, context: ProbeContext): Promise<Observation> {
  const options = target as HttpTarget;
  const request = firstRequest(options);
  const run: HttpRun = {
    target: options,
    context,
    stopwatch: new Stopwatch(context.clock, firstPhaseOf(request.url.hostname)),
    redirects: [],
    resolutions: new Map(),
    request,
  };
  return observe(run, await askUntilFinal(run));
}

/** Sends the request and follows redirects; the failure that ended it, if one did. */
async function askUntilFinal(run: HttpRun): Promise<Failure | undefined> {
  while (true) {
    const failure = await ask(run);
    if (failure !== undefined) return failure;
    const next = followRedirect(run);
    if (next === undefined) return await readBody(run);
    if (isFailure(next)) return next;
    run.request = next;
    delete run.certificate;
  }
}

async function ask(run: HttpRun): Promise<Failure | undefined> {
  const connection = await openConnection(run);
  if (isFailure(connection)) return connection;
  const answer = await exchange(connection, run);
  if (isFailure(answer)) return answer;
  run.answer = answer;
  return undefined;
}

async function readBody(run: HttpRun): Promise<Failure | undefined> {
  if (run.answer?.raw === undefined) return undefined;
  const body = await decodeBody(run.answer.raw, run.answer.headers, bodyLimitBytes(run.target));
  if (!isFailure(body)) run.body = body;
  else if (body.code !== "body-too-large" || isBodyWanted(run)) return body;
  return undefined;
}
