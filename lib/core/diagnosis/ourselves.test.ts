import { describe } from "vitest";
import { aCase, aFailedRun, aRun, MINUTE_MS, phaseTimes } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { FailureCode } from "../model/failure.ts";
import { ourselvesRules } from "./ourselves.ts";

const usual = phaseTimes({ dns: 4, connect: 11, tls: 20, server: 65 });
const timedOut = aFailedRun("response-timed-out", { phases: { connect: 11, server: 6_000 } });

function ended(code: FailureCode) {
  return aCase({ check: { outcomes: [aFailedRun(code, { status: "unknown", phases: {}, message: "why" })] } });
}

function slow(phases: Readonly<Record<string, number>>, loopLagMs?: number) {
  const evidence = loopLagMs === undefined ? {} : { loopLagMs };
  return { usual, outcomes: [aRun({ status: "slow", phases, evidence })] };
}

describe("our own faults", () => {
  describeCauses(
    ourselvesRules,
    [
      {
        ...{ cause: "prober-silent", confidence: "confirmed", when: "no pass has ended for more than two periods" },
        file: aCase({ shard: { everyMs: MINUTE_MS, heartbeatAgeMs: 11 * MINUTE_MS } }),
        evidence: ["our last pass ended 11 min ago; one is due every 60 s"],
      },
      {
        cause: "prober-fault",
        confidence: "confirmed",
        when: "the run ended by a bug of ours",
        file: ended("prober-fault"),
        evidence: ["why"],
      },
      {
        cause: "secret-unavailable",
        confidence: "confirmed",
        when: "a secret could not be read",
        file: ended("secret-unavailable"),
      },
      { cause: "prober-out-of-time", confidence: "confirmed", when: "the run was called off", file: ended("prober-out-of-time") },
      {
        ...{ cause: "prober-out-of-time", confidence: "confirmed", when: "a run timed out that had less time than its timeout" },
        file: aCase({ check: { outcomes: [timedOut] }, shard: { everyMs: MINUTE_MS, remainingMs: 6_000 } }),
        evidence: ["the run had 6 s left, its timeout is 10 s"],
      },
      { cause: "prober-overloaded", confidence: "likely", when: "the run said so itself", file: ended("prober-overloaded") },
      {
        ...{ cause: "prober-overloaded", confidence: "likely", when: "our own event loop stood still for most of the delay" },
        file: aCase({ check: slow({ dns: 4, connect: 11, tls: 20, server: 365 }, 250) }),
        evidence: ["our own event loop stood still for 250 ms"],
      },
      {
        ...{ cause: "cold-start", confidence: "likely", when: "a first run lost its time in DNS and TLS" },
        file: aCase({
          check: slow({ dns: 304, connect: 11, tls: 320, server: 65 }),
          shard: { everyMs: MINUTE_MS, isColdStart: true },
        }),
        evidence: ["dns took 304 ms, usually 4 ms"],
      },
      {
        cause: "our-credentials-unavailable",
        confidence: "likely",
        when: "our provider gave none",
        file: ended("credentials-unavailable"),
      },
    ],
    [
      {
        ...{
          cause: "prober-silent",
          when: "only one pass is late",
          because: "our last pass ended 2 min ago; one is due every 60 s",
        },
        file: aCase({ shard: { everyMs: MINUTE_MS, heartbeatAgeMs: 2 * MINUTE_MS } }),
      },
      { cause: "prober-fault", when: "the target refused", file: ended("connect-refused") },
      { cause: "secret-unavailable", when: "the target refused our credentials", file: ended("auth-failed") },
      {
        ...{
          cause: "prober-out-of-time",
          when: "there was more time left than the timeout",
          because: "the run had 20 s left, its timeout is 10 s",
        },
        file: aCase({ check: { outcomes: [timedOut] }, shard: { everyMs: MINUTE_MS, remainingMs: 20_000 } }),
      },
      {
        ...{ cause: "prober-out-of-time", when: "little time was left, but the target refused at once" },
        file: aCase({ check: { outcomes: [aFailedRun("connect-refused")] }, shard: { everyMs: MINUTE_MS, remainingMs: 6_000 } }),
      },
      {
        ...{ cause: "prober-overloaded", when: "the loop lagged for 40 ms", because: "our own event loop stood still for 40 ms" },
        file: aCase({ check: slow({ dns: 4, connect: 11, tls: 20, server: 100 }, 40) }),
      },
      {
        ...{
          cause: "prober-overloaded",
          when: "the lag is a small part of the delay",
          because: "our own event loop stood still for 60 ms",
        },
        file: aCase({ check: slow({ dns: 4, connect: 11, tls: 20, server: 3_065 }, 60) }),
      },
      {
        ...{ cause: "cold-start", when: "a first run lost its time in the server", because: "dns took 14 ms, usually 4 ms" },
        file: aCase({
          check: slow({ dns: 14, connect: 11, tls: 20, server: 2_065 }),
          shard: { everyMs: MINUTE_MS, isColdStart: true },
        }),
      },
      {
        cause: "cold-start",
        when: "it was not the first run",
        file: aCase({ check: slow({ dns: 304, server: 65 }), shard: { everyMs: MINUTE_MS } }),
      },
      { cause: "our-credentials-unavailable", when: "AWS called them expired", file: ended("credentials-expired") },
    ],
  );
});
