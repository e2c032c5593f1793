/** One token from its endpoint (RFC 6749, 4.4), within the deadline of the run that needs it. */
import { type Failure, isOwnFault } from "../../../model/failure.ts";
import { parseJson } from "../../../run/parse-json.ts";
import { Stopwatch } from "../../../time/stopwatch.ts";
import type { OAuth2Options } from "../../http-auth.ts";
import { type Answer, isFailure } from "../answer.ts";
import { ask } from "../ask.ts";
import { decodeBody } from "../body.ts";
import { forOtherOrigin } from "../connection.ts";
import type { HttpRun } from "../http-run.ts";
import { firstRequest, printableUrl } from "../request.ts";
import type { HttpTarget } from "../target.ts";
import { basicCredentials } from "./basic.ts";

export interface IssuedToken {
  readonly token: string;
  /** Absent where the server does not say. */
  readonly lifetimeMs?: number;
}

const ANSWER_MAX_BYTES = 65_536;
const TOKEN_MAX_CHARACTERS = 16_384;
/** Statuses with which servers answer a way of showing the client's secret that they do not take. */
const OTHER_WAY_STATUSES = new Set([400, 401]);

/** Shows the secret in the header, as every server must allow, and in the body to those that allow only that. */
export async function fetchToken(run: HttpRun, options: OAuth2Options): Promise<IssuedToken | Failure> {
  const inHeader = await askForToken(run, options, { isSecretInBody: false });
  if (isFailure(inHeader)) return inHeader;
  const answer = OTHER_WAY_STATUSES.has(inHeader.status) ? await askForToken(run, options, { isSecretInBody: true }) : inHeader;
  return isFailure(answer) ? answer : await readToken(answer, options);
}

export function authFailed({ tokenUrl }: OAuth2Options, reason: string): Failure {
  return { phase: "auth", code: "auth-failed", message: `no token from ${printableUrl(new URL(tokenUrl))}: ${reason}` };
}

interface Way {
  readonly isSecretInBody: boolean;
}

async function askForToken(run: HttpRun, options: OAuth2Options, way: Way): Promise<Answer | Failure> {
  const target = tokenTarget(run, options, way);
  const answer = await ask({
    target,
    context: { ...run.context, wanted: new Set(["body"]) },
    // Its phases are all `auth` to the run that waits.
    stopwatch: new Stopwatch(run.context.clock, "auth"),
    redirects: [],
    resolutions: run.resolutions,
    request: firstRequest(target),
  });
  if (!isFailure(answer)) return answer;
  return isOwnFault(answer.code) ? { ...answer, phase: "auth" } : authFailed(options, answer.message);
}

function tokenTarget({ target, context }: HttpRun, options: OAuth2Options, { isSecretInBody }: Way): HttpTarget {
  const { clientId, clientSecret, scope, tokenUrl } = options;
  const secret = isSecretInBody ? { client_id: clientId, client_secret: clientSecret } : undefined;
  const form = new URLSearchParams({ grant_type: "client_credentials", ...(scope !== undefined && { scope }), ...secret });
  const credentials = { user: formEncode(clientId), password: formEncode(clientSecret) };
  return {
    url: tokenUrl,
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...(!isSecretInBody && { authorization: basicCredentials(credentials, context) }),
    },
    body: form.toString(),
    redirects: 0,
    bodyLimitBytes: ANSWER_MAX_BYTES,
    ip: "any",
    // `verify: false` was said of the target: a client's secret goes to nobody unverified.
    tls: isSameOrigin(tokenUrl, target.url) ? target.tls : { ...forOtherOrigin(target.tls), verify: true },
    ...(target.proxy !== undefined && { proxy: target.proxy }),
  };
}

function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}

/** RFC 6749, 2.3.1: encoded as in a form before they become one text with a colon. */
function formEncode(text: string): string {
  return new URLSearchParams({ a: text }).toString().slice(2);
}

async function readToken(answer: Answer, options: OAuth2Options): Promise<IssuedToken | Failure> {
  const body = await decodeBody(answer.raw ?? Buffer.alloc(0), answer.headers, ANSWER_MAX_BYTES);
  if (isFailure(body)) return authFailed(options, body.message);
  const parsed = parseJson(body.text);
  const document = "document" in parsed ? parsed.document : undefined;
  if (answer.status !== 200) return authFailed(options, `it answered with status ${answer.status}${errorIn(document)}`);
  const token = field(document, "access_token");
  if (typeof token !== "string" || !isSendable(token)) return authFailed(options, "its answer holds no access_token");
  const type = field(document, "token_type") ?? "Bearer";
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") return authFailed(options, "its token is no bearer token");
  const lifetimeMs = Number(field(document, "expires_in") ?? Number.NaN) * 1_000;
  return { token, ...(lifetimeMs >= 0 && { lifetimeMs }) };
}

function isSendable(token: string): boolean {
  return token.length <= TOKEN_MAX_CHARACTERS && /^[\x21-\x7e]+$/.test(token);
}

/** The server's own code, `invalid_client`, never its description: that may quote what we sent. */
function errorIn(document: unknown): string {
  const error = field(document, "error");
  return typeof error === "string" && /^[\w.-]{1,60}$/.test(error) ? ` (${error})` : "";
}

function field(document: unknown, name: string): unknown {
  return typeof document === "object" && document !== null ? Reflect.get(document, name) : undefined;
}
