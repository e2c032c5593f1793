/** Headers that show the target who we are. They go to the first origin only. */
import type { Failure } from "../../../model/failure.ts";
import type { HttpAuth } from "../../http-auth.ts";
import { type Answer, isFailure } from "../answer.ts";
import { ask } from "../ask.ts";
import type { HttpRun } from "../http-run.ts";
import type { Authorization } from "./authorization.ts";
import { isExpired } from "./aws-refusal.ts";
import { basicCredentials } from "./basic.ts";
import { sign } from "./sign.ts";
import { hasToken, obtainToken } from "./token.ts";

/** Asks with credentials, and once more with new ones where the old were refused. */
export async function askAuthorized(run: HttpRun): Promise<Answer | Failure> {
  const { auth } = run.target;
  if (auth === undefined || !run.request.isFirstOrigin) return await ask(run);
  const first = await authorize(auth, run, { renew: false });
  if (isFailure(first)) return first;
  const answer = await askWith(first, run);
  if (isFailure(answer) || !first.isReused || !isRefused(auth, answer)) return answer;
  const second = await authorize(auth, run, { renew: true });
  return isFailure(second) ? second : await askWith(second, run);
}

/** Whether credentials must be fetched before anything else can begin. */
export function beginsWithAuth(run: Pick<HttpRun, "target" | "context">): boolean {
  const { auth } = run.target;
  if (auth === undefined) return false;
  return "sigv4" in auth || ("oauth2" in auth && !hasToken(auth.oauth2, run.context.clock));
}

async function askWith({ headers }: Authorization, run: HttpRun): Promise<Answer | Failure> {
  run.request = { ...run.request, authHeaders: headers };
  return await ask(run);
}

interface AuthorizeOptions {
  /** The last ones were refused. */
  readonly renew: boolean;
}

async function authorize(auth: HttpAuth, run: HttpRun, { renew }: AuthorizeOptions): Promise<Authorization | Failure> {
  if ("basic" in auth) return fixed(basicCredentials(auth.basic, run.context));
  if ("sigv4" in auth) return await sign(run, { ...auth.sigv4, renew });
  if ("oauth2" in auth) return await obtainToken(run, { ...auth.oauth2, renew });
  run.context.keepSecret(auth.bearer);
  return fixed(`Bearer ${auth.bearer}`);
}

function fixed(authorization: string): Authorization {
  return { headers: { authorization }, isReused: false };
}

function isRefused(auth: HttpAuth, answer: Answer): boolean {
  return "sigv4" in auth ? isExpired(answer) : answer.status === 401;
}
