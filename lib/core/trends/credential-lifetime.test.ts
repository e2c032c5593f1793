import { describe, expect, it } from "vitest";
import { matchCredentialLifetime } from "./credential-lifetime.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const STARTED_EPOCH_MS = Date.UTC(2026, 10, 21, 3);

function matchAfterMs(ranMs: number) {
  return matchCredentialLifetime({ startedAtEpochMs: STARTED_EPOCH_MS, firstFailureAtEpochMs: STARTED_EPOCH_MS + ranMs });
}

describe("matchCredentialLifetime", () => {
  it.each([1, 6, 12, 24])("recognises %i h, within five minutes to either side", (hours) => {
    const lifetimeMs = hours * HOUR_MS;
    expect(matchAfterMs(lifetimeMs + 5 * MINUTE_MS)).toEqual({ lifetimeMs, lateByMs: 5 * MINUTE_MS });
    expect(matchAfterMs(lifetimeMs - 5 * MINUTE_MS)).toEqual({ lifetimeMs, lateByMs: -5 * MINUTE_MS });
    expect(matchAfterMs(lifetimeMs + 5 * MINUTE_MS + 1)).toBeUndefined();
    expect(matchAfterMs(lifetimeMs - 5 * MINUTE_MS - 1)).toBeUndefined();
  });

  it.each([0, -HOUR_MS, 3 * HOUR_MS, 48 * HOUR_MS, Number.NaN])("finds no lifetime in %d ms", (ranMs) => {
    expect(matchAfterMs(ranMs)).toBeUndefined();
  });
});
