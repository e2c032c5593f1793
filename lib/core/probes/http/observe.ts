import type { Facts } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Evidence, Observation } from "../../model/outcome.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { HttpRun } from "./http-run.ts";
import { printableUrl } from "./request.ts";

const EVIDENCE_BODY_CHARACTERS = 200;

/** What the run has learned, whether or not it came to its end. */
export function observe(run: HttpRun, failure: Failure | undefined): Observation {
  return {
    ...run.stopwatch.read(),
    facts: collectFacts(run),
    ...(failure !== undefined && { failure }),
    evidence: collectEvidence(run),
  };
}

function collectFacts({ address, answer, body, certificate, redirects, request }: HttpRun): Facts {
  return {
    ...(address !== undefined && { address }),
    ...(certificate !== undefined && certificateFactsOf(certificate)),
    ...(answer !== undefined && {
      status: answer.status,
      headers: answer.headers,
      redirects: redirects.length,
      finalUrl: printableUrl(request.url),
      ...(answer.httpVersion !== undefined && { httpVersion: answer.httpVersion }),
      ...(answer.clockSkewMs !== undefined && { clockSkew: answer.clockSkewMs }),
    }),
    ...(body !== undefined && { body: body.text, bodyBytes: body.bytes }),
  };
}

function collectEvidence({ address, body, certificate, redirects, target }: HttpRun): Evidence {
  return {
    request: `${target.method} ${printableUrl(new URL(target.url))}`,
    ...(address !== undefined && { address }),
    ...(certificate !== undefined && { certificate }),
    ...(redirects.length > 0 && { redirects }),
    ...(body !== undefined && body.text !== "" && { body: body.text.slice(0, EVIDENCE_BODY_CHARACTERS) }),
  };
}
