/** Issues short-lived credentials, and tells which tokens are still good. A token says itself when it ends: nothing is remembered. */
import { randomUUID } from "node:crypto";

/** As the credential endpoint of a container answers. */
export interface IssuedKeys {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  /** RFC 3339. */
  readonly Expiration: string;
}

export type Standing = "valid" | "expired" | "unknown" | "none";

const TOKEN = /^tour-(\d{13})-[0-9a-f-]{36}$/;

export function issueKeys(lifetimeMs: number, nowEpochMs: number): IssuedKeys {
  const expiresAtEpochMs = Math.round(nowEpochMs + lifetimeMs);
  return {
    AccessKeyId: `ASIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`,
    SecretAccessKey: randomUUID(),
    Token: `tour-${expiresAtEpochMs}-${randomUUID()}`,
    Expiration: new Date(expiresAtEpochMs).toISOString(),
  };
}

export function standingOf(token: string | undefined, nowEpochMs: number): Standing {
  if (token === undefined) return "none";
  const [, expiresAtEpochMs] = TOKEN.exec(token) ?? [];
  if (expiresAtEpochMs === undefined) return "unknown";
  return Number(expiresAtEpochMs) > nowEpochMs ? "valid" : "expired";
}
