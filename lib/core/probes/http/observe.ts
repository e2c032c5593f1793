import type { Facts } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Observation } from "../../model/outcome.ts";
import { evidenceOf } from "../../net/http/evidence.ts";
import type { HttpRun } from "../../net/http/http-run.ts";
import { printableUrl } from "../../net/http/request.ts";
import { certificateFactsOf } from "../certificate-facts.ts";

/** What the run has learned, whether or not it came to its end. */
export function observe(run: HttpRun, failure: Failure | undefined): Observation {
  return {
    ...run.stopwatch.read(),
    facts: collectFacts(run),
    ...(failure !== undefined && { failure }),
    evidence: evidenceOf(run),
  };
}

function collectFacts({ address, body, certificate, redirects, request, ...run }: HttpRun): Facts {
  const answer = run.cutAnswer ?? run.answer;
  return {
    ...(address !== undefined && { address }),
    ...(certificate !== undefined && certificateFactsOf(certificate)),
    ...((answer !== undefined || redirects.length > 0) && { redirects: redirects.length }),
    ...(answer !== undefined && {
      status: answer.status,
      headers: answer.headers,
      finalUrl: printableUrl(request.url),
      ...(answer.httpVersion !== undefined && { httpVersion: answer.httpVersion }),
      ...(answer.clockSkewMs !== undefined && { clockSkew: answer.clockSkewMs }),
    }),
    ...(body !== undefined && { body: body.text, bodyBytes: body.bytes }),
  };
}
