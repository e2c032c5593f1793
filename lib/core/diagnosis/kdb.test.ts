import { describe } from "vitest";
import { aCase, aFailedRun, aRun, everyMinute, phaseTimes } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { kdbRules } from "./kdb.ts";

const usual = phaseTimes({ connect: 1, handshake: 4, query: 3 });
const talk = (handshake: number, query: number, parts = {}) =>
  aRun({ kind: "kdb", status: "slow", phases: { connect: 1, handshake, query }, ...parts });
const kdb = (...outcomes: ReturnType<typeof aRun>[]) =>
  aCase({ check: { kind: "kdb", usual, usualFacts: { handles: 12 }, outcomes } });
const good = (ago: number) => talk(4, 3, { ago, status: "up" });
const gap = (ago: number) => aFailedRun("handshake-timed-out", { ago, kind: "kdb", phases: { connect: 1, handshake: 10_000 } });

describe("kdb+", () => {
  describeCauses(
    kdbRules,
    [
      {
        ...{ cause: "queue-ahead", confidence: "likely", when: "handshake and query rise together over several runs" },
        file: kdb(...everyMinute(4, 0, (ago) => talk(820 - ago, 310, { ago, facts: { handles: 140 } }))),
        evidence: ["handshake took 820 ms, usually 4 ms", "query took 310 ms, usually 3 ms", "140 open handles, usually 12"],
      },
      {
        ...{ cause: "slow-query", confidence: "likely", when: "the handshake is fast and the query slow" },
        file: kdb(talk(5, 4_200)),
        evidence: ["query took 4.2 s, usually 3 ms", "handshake took 5 ms"],
      },
      {
        ...{ cause: "slow-query", confidence: "likely", when: "the handshake is fast and the query never answered" },
        file: kdb(aFailedRun("query-timed-out", { kind: "kdb", phases: { connect: 1, handshake: 5, query: 9_994 } })),
      },
      {
        ...{ cause: "slow-query", confidence: "likely", when: "it was gone for one run between fast ones" },
        file: kdb(good(0), gap(1), good(2)),
        evidence: ["once no reply for 10 s, before and after it within 4 ms"],
      },
      {
        ...{ cause: "kdb-credentials-refused", confidence: "likely", when: "it closes without a byte" },
        file: kdb(
          aFailedRun("auth-failed", { kind: "kdb", phases: { connect: 1, handshake: 2 }, message: "closed without a reply" }),
        ),
        evidence: ["closed without a reply"],
      },
    ],
    [
      {
        ...{ cause: "queue-ahead", when: "only the query is slow", because: "handshake took 4 ms, usually 4 ms" },
        file: kdb(...everyMinute(4, 0, (ago) => talk(4, 4_000, { ago }))),
      },
      {
        ...{ cause: "queue-ahead", when: "both rose by some milliseconds", because: "handshake took 13 ms, usually 4 ms" },
        file: kdb(...everyMinute(4, 0, (ago) => talk(13, 600, { ago }))),
      },
      {
        ...{ cause: "queue-ahead", when: "both rose in one run only", because: "handshake took 820 ms, usually 4 ms" },
        file: kdb(talk(820, 310), good(1), good(2), good(3)),
      },
      { cause: "slow-query", when: "the handshake was slow too", because: "handshake took 900 ms", file: kdb(talk(900, 4_200)) },
      {
        cause: "slow-query",
        when: "the query is only a little slower",
        because: "query took 9 ms, usually 3 ms",
        file: kdb(talk(4, 9)),
      },
      { cause: "slow-query", when: "it was gone twice in a row", file: kdb(good(0), gap(1), gap(2), good(3)) },
      {
        ...{ cause: "kdb-credentials-refused", when: "it is HTTP that refuses" },
        file: aCase({ check: { outcomes: [aFailedRun("auth-failed")] } }),
      },
    ],
  );
});
