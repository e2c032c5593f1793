/** Where the fast time of schedules meets the real one of sockets and credentials. */
import type { Check } from "../../core/model/check.ts";
import type { RequestSigner } from "../../core/ports.ts";
import { type FastTime, shownAt } from "../../core/time/fast-clock.ts";

/** A check as its probe must keep it: the deadline of a run passes on the real clock. */
export function inRealTime(check: Check, speed: number): Check {
  return { ...check, everyMs: check.everyMs / speed, timeoutMs: check.timeoutMs / speed };
}

/** Credentials end on the real clock; how long they are still good is told in the fast time. */
export function signInFastTime(signer: RequestSigner, time: FastTime): RequestSigner {
  return {
    sign: async (request, options) => {
      const signed = await signer.sign(request, options);
      if ("unavailable" in signed || signed.expiresAtEpochMs === undefined) return signed;
      return { ...signed, expiresAtEpochMs: shownAt(time, signed.expiresAtEpochMs) };
    },
  };
}
