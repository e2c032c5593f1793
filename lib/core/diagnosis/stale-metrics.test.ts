import { describe } from "vitest";
import { aCase, aFailedRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { staleMetricsRules } from "./stale-metrics.ts";

const stale = aFailedRun("metrics-stale", { message: "pushed 40 min ago, older than 15m" });

describe("metrics that are old", () => {
  describeCauses(
    staleMetricsRules,
    [
      {
        ...{ cause: "metrics-stale", confidence: "confirmed", when: "their own time says so" },
        file: aCase({ check: { kind: "metrics", outcomes: [stale] } }),
        evidence: ["pushed 40 min ago, older than 15m"],
      },
    ],
    [
      {
        cause: "metrics-stale",
        when: "a series is missing",
        file: aCase({ check: { outcomes: [aFailedRun("series-missing")] } }),
      },
    ],
  );
});
