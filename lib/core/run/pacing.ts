/** When each check of a pass starts: in an order that depends on the id alone, so that no two releases reshuffle it. */
import type { Check } from "../model/check.ts";
import { stableHash } from "../model/hash.ts";
import { isRecord } from "../shapes.ts";

/**
 * How long one start keeps to itself, so that a Lambda's third of a CPU stays half idle and can time exactly (docs/performance.md):
 * the cryptography of a TLS handshake costs three times as much as all the rest.
 */
const PLAIN_GAP_MS = 10;
const SECURE_GAP_MS = 30;
/** The pass must leave room for the runs themselves. */
const SPREAD_SHARE_MAX = 0.5;
/** Without `tls` these speak plain text. */
const PLAIN_KINDS = ["tcp", "dns", "kdb"];

export interface PacedCheck {
  readonly check: Check;
  readonly startAfterMs: number;
}

export function paceChecks(checks: readonly Check[], everyMs: number): PacedCheck[] {
  const neededMs = checks.reduce((sum, check) => sum + gapMs(check), 0);
  const squeeze = Math.min(1, (everyMs * SPREAD_SHARE_MAX) / Math.max(1, neededMs));
  let startAfterMs = 0;
  return inOrder(checks).map((check) => {
    const paced = { check, startAfterMs };
    startAfterMs += gapMs(check) * squeeze;
    return paced;
  });
}

function inOrder(checks: readonly Check[]): Check[] {
  return checks
    .map((check) => ({ check, hash: stableHash(check.id) }))
    .sort((a, b) => a.hash - b.hash || (a.check.id < b.check.id ? -1 : 1))
    .map(({ check }) => check);
}

function gapMs(check: Check): number {
  return isPlain(check) ? PLAIN_GAP_MS : SECURE_GAP_MS;
}

/** Only what certainly speaks plain text: an address may be a secret until the run. */
function isPlain({ kind, target }: Check): boolean {
  if (!isRecord(target)) return false;
  if (typeof target.url === "string") return target.url.startsWith("http:");
  return PLAIN_KINDS.includes(kind) && target.tls === undefined;
}
