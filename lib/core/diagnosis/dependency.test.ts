import { describe } from "vitest";
import { aCase, another, anUnmetRun, aRun, everyMinute, minutesAgo } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { dependencyRules } from "./dependency.ts";

const failing = everyMinute(5, 0, (ago) => anUnmetRun("status == 200", "503", { ago }));
const back = [aRun({ ago: 0 }), aRun({ ago: 1 }), ...everyMinute(5, 2, (ago) => anUnmetRun("status == 200", "503", { ago }))];
const ticks = (parts: object) => another("acme/ticks", { kind: "kdb", status: "down", isDependency: true, ...parts });
const withTicks = (parts: object) => aCase({ check: { outcomes: failing }, others: [ticks(parts)] });
const outage = (from: number, to: number) => ({
  status: "up",
  lastOutage: { fromEpochMs: minutesAgo(from), toEpochMs: minutesAgo(to) },
});

describe("what a check rests on", () => {
  describeCauses(
    dependencyRules,
    [
      {
        ...{ cause: "dependency-down", confidence: "likely", when: "it is down since before" },
        file: withTicks({ sinceEpochMs: minutesAgo(6) }),
        evidence: ["acme/ticks is down since 04:15 KST, 2 min earlier"],
      },
      {
        ...{ cause: "dependency-down", confidence: "likely", when: "it was seen to fail later, but within one of its intervals" },
        file: withTicks({ sinceEpochMs: minutesAgo(3.5) }),
      },
      {
        ...{ cause: "dependency-down", confidence: "confirmed", when: "both came back together" },
        file: aCase({ check: { outcomes: back }, others: [ticks(outage(7, 2))] }),
        evidence: ["acme/ticks failed no later, and came back within 60 s of it"],
      },
    ],
    [
      {
        ...{ cause: "dependency-down", when: "it began to fail later", because: "acme/ticks began to fail 2 min later" },
        file: withTicks({ sinceEpochMs: minutesAgo(2) }),
      },
      { cause: "dependency-down", when: "it is fine", file: withTicks({ status: "up" }) },
      { cause: "dependency-down", when: "nobody declared it", file: withTicks({ isDependency: false }) },
      {
        cause: "dependency-down",
        when: "it came back long before",
        file: aCase({ check: { outcomes: back }, others: [ticks(outage(90, 60))] }),
      },
    ],
  );
});
