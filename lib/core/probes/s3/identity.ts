/** Whose credentials sign: STS knows, and needs no permission for it. Asked once for each set of credentials. */
import { isFailure } from "../../net/http/answer.ts";
import { askAuthorized } from "../../net/http/auth/authorize.ts";
import type { HttpRun } from "../../net/http/http-run.ts";
import { firstRequest } from "../../net/http/request.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import { signedAs } from "../../net/http-auth.ts";
import type { Clock } from "../../ports.ts";
import { startDeadline } from "../../time/deadline.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import type { Conversation } from "./conversation.ts";
import { locateSts } from "./locate.ts";
import { isGood } from "./refusal.ts";
import { readElement } from "./xml.ts";

export type Identity = { readonly arn: string } | { readonly unknown: string };

interface KnownIdentity {
  readonly identity: Identity;
  readonly goodUntilMs: number;
}

/** A gift, not the question: it must not cost the run its time. */
const ASKING_MAX_MS = 2_000;
const KNOWN_MAX = 1_000;
const KEEP_ARN_MS = 24 * 60 * 60_000;
/** Where STS cannot be reached, as in many private networks, not every run waits for it. */
const KEEP_UNKNOWN_MS = 60 * 60_000;

// For the life of the process; new credentials come with a new key id.
const known = new Map<string, KnownIdentity>();

/** Undefined where S3 is not AWS's own, and where nothing was signed. */
export async function identify({ context, run, region }: Conversation): Promise<Identity | undefined> {
  const keyId = /Credential=([^/\s]{1,200})\//.exec(run.request.authHeaders?.authorization ?? "")?.[1];
  // The nearest STS: it is the one that private networks reach.
  const stsRegion = context.signer?.region ?? region;
  const url = locateSts(new URL(run.target.url), stsRegion);
  if (keyId === undefined || url === undefined) return undefined;
  const { clock } = context;
  const kept = known.get(keyId);
  if (kept !== undefined && clock.monotonicMs() < kept.goodUntilMs) return kept.identity;
  run.stopwatch.enter("sts");
  const identity = await askSts({ ...run, context }, stsTarget(run.target, { url, region: stsRegion }));
  // A run that had no time left has not asked in earnest.
  if (!context.deadline.signal.aborted) keep(keyId, identity, clock);
  return identity;
}

async function askSts(run: HttpRun, target: HttpTarget): Promise<Identity> {
  const { clock, deadline } = run.context;
  const own = startDeadline(Math.min(ASKING_MAX_MS, deadline.remainingMs()), clock, deadline.signal);
  const answer = await askAuthorized({
    target,
    context: { ...run.context, deadline: own },
    // Its phases are all `sts` to the run that waits.
    stopwatch: new Stopwatch(clock, "sts"),
    redirects: [],
    resolutions: run.resolutions,
    request: firstRequest(target),
  }).finally(() => own.clear());
  if (isFailure(answer)) return { unknown: answer.message };
  const arn = isGood(answer) ? readElement(answer.raw?.toString("utf8") ?? "", "Arn") : undefined;
  return arn === undefined ? { unknown: `STS answered with status ${answer.status}` } : { arn };
}

function stsTarget({ auth, tls }: HttpTarget, { url, region }: { url: URL; region: string }): HttpTarget {
  const same = auth !== undefined && "sigv4" in auth ? signedAs(auth.sigv4) : {};
  return {
    url: url.href,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
    redirects: 0,
    ip: "any",
    tls: { verify: true, ...(tls.ca !== undefined && { ca: tls.ca }) },
    auth: { sigv4: { service: "sts", region, ...same } },
  };
}

function keep(keyId: string, identity: Identity, clock: Clock): void {
  known.delete(keyId);
  if (known.size >= KNOWN_MAX) known.delete(known.keys().next().value ?? "");
  const keepMs = "arn" in identity ? KEEP_ARN_MS : KEEP_UNKNOWN_MS;
  known.set(keyId, { identity, goodUntilMs: clock.monotonicMs() + keepMs });
}
