import { describe } from "vitest";
import { aCase, aFailedRun, aRun, HOUR_MS, NOW, phaseTimes } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { transferRules } from "./transfer.ts";

const usual = phaseTimes({ dns: 4, connect: 11, server: 60, transfer: 40 });
const slow = (phases: Readonly<Record<string, number>>, bodyBytes: number) => [
  aRun({ status: "slow", phases, facts: { bodyBytes } }),
  aRun({ ago: 1, facts: { bodyBytes: 120_000 } }),
];
const big = { connect: 11, server: 62, transfer: 4_300 };
const cut = aFailedRun("body-incomplete", {
  phases: { connect: 11, server: 60, transfer: 30 },
  message: "ended after 3,000 of 9,000 bytes",
});

function growing(medians: readonly number[], connect = 12) {
  const latency = medians.flatMap((value, day) =>
    [0, 1, 2].map((hour) => ({ atEpochMs: NOW - (medians.length - 1 - day) * 24 * HOUR_MS - hour * HOUR_MS, value })),
  );
  return aCase({ check: { usual, latency, outcomes: [aRun({ status: "slow", phases: { connect, server: 900 } })] } });
}

describe("answers that come late or broken", () => {
  describeCauses(
    transferRules,
    [
      {
        ...{ cause: "body-cut-short", confidence: "likely", when: "the body ends before its length" },
        file: aCase({ check: { outcomes: [cut] } }),
        evidence: ["ended after 3,000 of 9,000 bytes"],
      },
      {
        ...{ cause: "slow-transfer", confidence: "likely", when: "the first byte is on time and a large body is not" },
        file: aCase({ check: { usual, outcomes: slow(big, 900_000) } }),
        evidence: ["transfer took 4.3 s, usually 40 ms", "900,000 bytes, before 120,000"],
      },
      {
        ...{ cause: "slow-transfer", confidence: "likely", when: "the first byte was late by less than matters" },
        file: aCase({ check: { usual, outcomes: slow({ connect: 11, server: 290, transfer: 4_300 }, 900_000) } }),
      },
      {
        ...{ cause: "slow-transfer", confidence: "possible", when: "the body never came to its end" },
        file: aCase({ check: { usual, outcomes: [aFailedRun("body-timed-out", { phases: { server: 62, transfer: 9_900 } })] } }),
      },
      {
        ...{ cause: "slower-by-the-day", confidence: "possible", when: "it rises from day to day and connecting does not" },
        file: growing([200, 260, 310, 380, 450, 520]),
        evidence: ["from 200 ms to 520 ms within 6 days", "connect took 12 ms, usually 11 ms"],
      },
    ],
    [
      {
        cause: "body-cut-short",
        when: "the body is only late",
        file: aCase({ check: { outcomes: [aFailedRun("body-timed-out")] } }),
      },
      {
        ...{ cause: "slow-transfer", when: "the first byte was late already", because: "server took 2 s, usually 60 ms" },
        file: aCase({ check: { usual, outcomes: slow({ connect: 11, server: 2_000, transfer: 4_300 }, 900_000) } }),
      },
      {
        cause: "slow-transfer",
        when: "the body is small",
        because: "900 bytes",
        file: aCase({ check: { usual, outcomes: slow(big, 900) } }),
      },
      {
        ...{
          cause: "slower-by-the-day",
          when: "days differ without a direction",
          because: "from 300 ms to 420 ms within 6 days",
        },
        file: growing([300, 500, 200, 450, 210, 420]),
      },
      {
        ...{ cause: "slower-by-the-day", when: "connecting takes longer as well", because: "connect took 90 ms, usually 11 ms" },
        file: growing([200, 260, 310, 380, 450, 520], 90),
      },
    ],
  );
});
