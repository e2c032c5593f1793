/** SigV4: the signature of AWS over one request, made by whoever holds the credentials. */
import type { Failure } from "../../../model/failure.ts";
import { formatMeasuredMs } from "../../../model/units.ts";
import type { SigV4Options } from "../../http-auth.ts";
import { beforeDeadline, LATE } from "../before-deadline.ts";
import type { HttpRun } from "../http-run.ts";
import { requestHeaders } from "../request.ts";
import type { Authorization } from "./authorization.ts";

/** Headers that are as good as a password. */
const SECRET_HEADERS = ["authorization", "x-amz-security-token"];

export async function sign(run: HttpRun, options: SigV4Options & { renew: boolean }): Promise<Authorization | Failure> {
  const { request, context } = run;
  run.stopwatch.enter("auth");
  if (context.signer === undefined) return unavailable("nobody here can sign requests to AWS");
  const { authHeaders: _old, ...bare } = request;
  const unsigned = {
    method: request.method,
    url: request.url,
    headers: { host: request.url.host, ...requestHeaders(bare) },
    body: request.body ?? "",
  };
  const result = await beforeDeadline(context.signer.sign(unsigned, options), context.deadline);
  if (result === LATE) return unavailable(`no AWS credentials came within ${formatMeasuredMs(context.deadline.timeoutMs)}`);
  if ("unavailable" in result) return unavailable(result.unavailable);
  for (const name of SECRET_HEADERS) context.keepSecret(result.headers[name] ?? "");
  if (result.expiresAtEpochMs !== undefined) run.credentialsExpireAtEpochMs = result.expiresAtEpochMs;
  return { headers: result.headers, isReused: true };
}

function unavailable(message: string): Failure {
  return { phase: "auth", code: "credentials-unavailable", message };
}
