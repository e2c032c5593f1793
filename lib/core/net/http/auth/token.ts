/** OAuth2 tokens: fetched once for all checks with the same settings, kept until shortly before they expire. */
import type { Failure } from "../../../model/failure.ts";
import { formatMeasuredMs } from "../../../model/units.ts";
import type { Clock } from "../../../ports.ts";
import type { OAuth2Options } from "../../http-auth.ts";
import { isFailure } from "../answer.ts";
import { beforeDeadline, LATE } from "../before-deadline.ts";
import type { HttpRun } from "../http-run.ts";
import type { Authorization } from "./authorization.ts";
import { authFailed, fetchToken, type IssuedToken } from "./token-request.ts";

interface KeptToken {
  readonly token: string;
  readonly goodUntilMs: number;
}

interface Fetching {
  readonly result: Promise<IssuedToken | Failure>;
  /** Aborted: the run that fetches has no more time, which says nothing to those that wait for it. */
  readonly signal: AbortSignal;
}

const TOKENS_MAX = 1_000;
/** For a token whose server does not say how long it lives. */
const LIFETIME_DEFAULT_MS = 5 * 60_000;
const LIFETIME_MAX_MS = 24 * 60 * 60_000;
/** A token is renewed this long before its end, so that none expires on its way. */
const EARLY_MAX_MS = 60_000;
const EARLY_SHARE = 0.1;

// For the life of the process, as connections of a browser are: a Lambda's container asks once for many invocations.
const kept = new Map<string, KeptToken>();
const fetching = new Map<string, Fetching>();

/** Whether the next run needs no token endpoint. */
export function hasToken(options: OAuth2Options, clock: Clock): boolean {
  return knownToken(keyOf(options), clock) !== undefined;
}

/** `renew`: the target has just refused the token that is kept. */
export async function obtainToken(run: HttpRun, options: OAuth2Options & { renew: boolean }): Promise<Authorization | Failure> {
  const key = keyOf(options);
  run.context.keepSecret(options.clientSecret);
  if (options.renew) forget(key, run.request.authHeaders?.authorization);
  const known = knownToken(key, run.context.clock);
  if (known !== undefined) return bearer(known, { run, isReused: true });
  run.stopwatch.enter("auth");
  const issued = await fetchOnce(run, options);
  return isFailure(issued) ? issued : bearer(issued.token, { run, isReused: false });
}

/** Runs that need the same token at the same time share one fetch. */
async function fetchOnce(run: HttpRun, options: OAuth2Options): Promise<IssuedToken | Failure> {
  const { deadline } = run.context;
  while (true) {
    const shared = fetching.get(keyOf(options)) ?? startFetch(run, options);
    const issued = await beforeDeadline(shared.result, deadline);
    if (issued === LATE) return authFailed(options, `no token came within ${formatMeasuredMs(deadline.timeoutMs)}`);
    const wasCutShort = isFailure(issued) && shared.signal.aborted && !deadline.signal.aborted;
    if (!wasCutShort) return issued;
  }
}

function startFetch(run: HttpRun, options: OAuth2Options): Fetching {
  const key = keyOf(options);
  const started: Fetching = {
    result: fetchAndKeep(run, options).finally(() => fetching.delete(key)),
    signal: run.context.deadline.signal,
  };
  fetching.set(key, started);
  return started;
}

async function fetchAndKeep(run: HttpRun, options: OAuth2Options): Promise<IssuedToken | Failure> {
  const askedAtMs = run.context.clock.monotonicMs();
  const issued = await fetchToken(run, options);
  if (isFailure(issued)) return issued;
  const lifetimeMs = Math.min(issued.lifetimeMs ?? LIFETIME_DEFAULT_MS, LIFETIME_MAX_MS);
  const goodUntilMs = askedAtMs + lifetimeMs - Math.min(EARLY_MAX_MS, lifetimeMs * EARLY_SHARE);
  if (kept.size >= TOKENS_MAX) kept.delete(kept.keys().next().value ?? "");
  kept.set(keyOf(options), { token: issued.token, goodUntilMs });
  return issued;
}

function knownToken(key: string, clock: Clock): string | undefined {
  const known = kept.get(key);
  return known !== undefined && clock.monotonicMs() < known.goodUntilMs ? known.token : undefined;
}

/** Another run may have put a new one in its place already. */
function forget(key: string, refused: string | undefined): void {
  if (`Bearer ${kept.get(key)?.token}` === refused) kept.delete(key);
}

function bearer(token: string, { run, isReused }: { run: HttpRun; isReused: boolean }): Authorization {
  run.context.keepSecret(token);
  return { headers: { authorization: `Bearer ${token}` }, isReused };
}

function keyOf({ tokenUrl, clientId, clientSecret, scope }: OAuth2Options): string {
  return JSON.stringify([tokenUrl, clientId, clientSecret, scope]);
}
