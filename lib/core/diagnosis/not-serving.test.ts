import { describe } from "vitest";
import { aCase, aFailedRun, aRun, everyMinute, phaseTimes } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { notServingRules } from "./not-serving.ts";

const stall = (ago: number, connectMs = 1) =>
  aFailedRun("handshake-timed-out", { ago, kind: "kdb", phases: { connect: connectMs, handshake: 10_000 } });
const paused = (ago: number) => aFailedRun("handshake-timed-out", { ago, kind: "kdb", phases: {} });
const crowded = aRun({ ago: 4, kind: "kdb", phases: { connect: 1, handshake: 2_400, query: 900 }, facts: { handles: 140 } });
const refused = aFailedRun("connect-refused", { ago: 1, phases: { connect: 1 } });
const silent = (ago: number) => aFailedRun("response-timed-out", { ago, phases: { dns: 4, connect: 11, server: 9_985 } });
const kdb = { kind: "kdb", usual: phaseTimes({ connect: 1, handshake: 2, query: 1 }), usualFacts: { handles: 12 } };

describe("a server that accepts and does not serve", () => {
  describeCauses(
    notServingRules,
    [
      {
        ...{ cause: "not-serving", confidence: "likely", when: "kdb+ stalls again and again" },
        file: aCase({ check: { ...kdb, outcomes: [...everyMinute(3, 0, stall), crowded] } }),
        evidence: [
          "accepts TCP in 1 ms, no handshake reply for 10 s",
          "3 runs in a row ended so (handshake-timed-out)",
          "handshake took 2.4 s, usually 2 ms",
          "140 open handles, usually 12",
        ],
      },
      {
        ...{ cause: "not-serving", confidence: "likely", when: "HTTP is not answered twice" },
        file: aCase({ check: { outcomes: [silent(0), silent(1)] } }),
        evidence: ["accepts TCP in 11 ms, no answer for 10 s"],
      },
      {
        cause: "not-serving",
        confidence: "possible",
        when: "it was seen once",
        file: aCase({ check: { ...kdb, outcomes: [stall(0), crowded] } }),
      },
      {
        ...{ cause: "not-serving", confidence: "possible", when: "only one of the runs made a connection" },
        file: aCase({ check: { ...kdb, outcomes: [paused(0), paused(1), stall(2)] } }),
        evidence: ["2 runs made no connection, so that we do not fill its queue"],
      },
    ],
    [
      {
        cause: "not-serving",
        when: "TCP itself took 3 s",
        because: "connect took 3 s",
        file: aCase({ check: { ...kdb, outcomes: [stall(0, 3_000), stall(1, 3_000)] } }),
      },
      {
        ...{ cause: "not-serving", when: "the process refused in between", because: "1 run in between was refused or reset" },
        file: aCase({ check: { ...kdb, outcomes: [stall(0), refused, stall(2)] } }),
      },
      {
        cause: "not-serving",
        when: "it closes the connection",
        file: aCase({ check: { outcomes: [aFailedRun("response-closed")] } }),
      },
    ],
  );
});
