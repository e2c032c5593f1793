import { describe } from "vitest";
import { aCase, aFailedRun, aRun, everyMinute } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { Outcome } from "../model/outcome.ts";
import type { TimeOfDayVerdict } from "../trends/time-of-day.ts";
import { timingRules } from "./timing.ts";

const slowAt = (hour: number): TimeOfDayVerdict => ({
  ...{ verdict: "slow-hours", days: 7 },
  hours: [{ hour, daysHit: 5, daysLooked: 7, timesUsual: 6.4, chance: 0.002 }],
});
const stalled = aFailedRun("handshake-timed-out", { phases: { connect: 1, handshake: 10_000 } });
const inHour = (slowHours: TimeOfDayVerdict) => aCase({ check: { outcomes: [stalled], slowHours } });
const by = (turns: number, address = "203.0.113.7") =>
  everyMinute(12, 0, (ago) =>
    ago % 2 === 0 && ago < turns
      ? aFailedRun("connect-refused", { ago, evidence: { address } })
      : aRun({ ago, evidence: { address: "203.0.113.8" } }),
  );
/** Every minute for two hours, bad at these moments. */
const badAt = (...ago: readonly number[]): Outcome[] =>
  everyMinute(110, 0, (minutes) =>
    ago.includes(minutes) ? aFailedRun("response-timed-out", { ago: minutes }) : aRun({ ago: minutes }),
  );

describe("when it happens", () => {
  describeCauses(
    timingRules,
    [
      {
        ...{ cause: "busy-hour", confidence: "likely", when: "it lies in an hour that is slow day after day" },
        file: inHour(slowAt(4)),
        evidence: ["the 04:00 hour was slow on 5 of 7 days, 6.4 times that day's level"],
      },
      {
        cause: "busy-hour",
        confidence: "likely",
        when: "the hour itself is what is told",
        file: aCase({ check: { slowHours: slowAt(9) } }),
      },
      {
        ...{ cause: "flapping", confidence: "possible", when: "it changes nine times in half an hour" },
        file: aCase({ check: { outcomes: by(10) } }),
        evidence: ["9 changes between good and bad in 30 min", "all 5 bad runs went to 203.0.113.7, no good one did"],
      },
      {
        ...{ cause: "minute-marks", confidence: "possible", when: "it begins on the hour and the half hour" },
        file: aCase({ check: { outcomes: badAt(21, 51, 81) } }),
        evidence: ["3 of 3 times it began within 2 min of :00 or :30"],
      },
    ],
    [
      {
        ...{ cause: "busy-hour", when: "it lies in another hour", because: "the slow hour is 09:00, this was at 04:00" },
        file: inHour(slowAt(9)),
      },
      {
        cause: "busy-hour",
        when: "no hour stands out",
        because: "no hour stood out in 7 days",
        file: inHour({ verdict: "no-pattern", days: 7 }),
      },
      { cause: "busy-hour", when: "two days are known", file: inHour({ verdict: "not-enough-data", days: 2, daysNeeded: 3 }) },
      {
        cause: "flapping",
        when: "it changed twice",
        because: "2 changes between good and bad in 30 min",
        file: aCase({ check: { outcomes: badAt(5) } }),
      },
      {
        cause: "flapping",
        when: "it went down once",
        file: aCase({ check: { outcomes: [stalled, aRun({ ago: 1 }), aRun({ ago: 2 })] } }),
      },
      {
        ...{
          cause: "minute-marks",
          when: "one of them began at another minute",
          because: "2 of 3 times it began within 2 min of :00 or :30",
        },
        file: aCase({ check: { outcomes: badAt(21, 51, 70) } }),
      },
      {
        ...{
          cause: "minute-marks",
          when: "it runs on these marks only",
          because: "3 of 3 times it began within 2 min of :00 or :30",
        },
        file: aCase({ check: { everyMs: 1_800_000, outcomes: badAt(21, 51, 81) } }),
      },
    ],
  );
});
