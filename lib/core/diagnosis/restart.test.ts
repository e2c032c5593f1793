import { describe } from "vitest";
import { aCase, aFailedRun, another, aRun, everyMinute, HOST, minutesAgo } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { restartRules } from "./restart.ts";

const failing = everyMinute(6, 0, (ago) => aFailedRun("connect-refused", { ago }));
const startedAgo = (minutes: number) => aCase({ check: { outcomes: failing, startedAtEpochMs: minutesAgo(minutes) } });
const beside = another("acme/threads", {
  host: HOST,
  kind: "metrics",
  latest: aRun({ facts: { startedAtEpochMs: minutesAgo(3) } }),
});

describe("restarts", () => {
  describeCauses(
    restartRules,
    [
      {
        ...{ cause: "restarted", confidence: "confirmed", when: "the process began anew shortly before" },
        file: startedAgo(7),
        evidence: ["the process started at 04:14 KST, 2 min before it began to fail"],
      },
      {
        ...{ cause: "restarted", confidence: "confirmed", when: "another check of the host saw it begin anew shortly after" },
        file: aCase({ check: { outcomes: failing }, others: [beside] }),
        evidence: ["the process started at 04:18 KST, 2 min after it began to fail"],
      },
    ],
    [
      {
        ...{
          cause: "restarted",
          when: "it has run for hours",
          because: "the process started at 01:21 KST, 2 h 55 min before it began to fail",
        },
        file: startedAgo(180),
      },
      { cause: "restarted", when: "its start is not known", file: aCase({ check: { outcomes: failing } }) },
    ],
  );
});
