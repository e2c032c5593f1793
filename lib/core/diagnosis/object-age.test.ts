import { describe } from "vitest";
import { aCase, aFailedRun, anUnmetRun, aRun, HOUR_MS, minutesAgo, NOW } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { objectAgeRules } from "./object-age.ts";

/** Seen `ago` minutes ago, when the object had been written at that moment. */
const stale = (ago: number, writtenAtEpochMs: number, facts = {}) =>
  anUnmetRun("ageMs < 15m", "too old", { kind: "s3", ago, facts: { ageMs: minutesAgo(ago) - writtenAtEpochMs, ...facts } });
const missing = aFailedRun("object-missing", { kind: "s3", message: "there is no object export.json in the bucket acme" });
const WRITTEN = NOW - 3 * HOUR_MS;

describe("objects that nobody writes any more", () => {
  describeCauses(
    objectAgeRules,
    [
      {
        ...{ cause: "writer-stopped", confidence: "likely", when: "the object grows older while S3 answers us" },
        file: aCase({
          check: { kind: "s3", outcomes: [stale(0, WRITTEN, { credentialsExpireInMs: 5 * HOUR_MS }), stale(5, WRITTEN)] },
        }),
        evidence: ["the object it writes is 3 h old", "S3 works from here with fresh credentials, valid for 5 h"],
      },
      {
        ...{ cause: "object-missing", confidence: "likely", when: "it was there before" },
        file: aCase({ check: { kind: "s3", outcomes: [missing, aRun({ ago: 1, kind: "s3" })] } }),
        evidence: ["there is no object export.json in the bucket acme"],
      },
      {
        ...{ cause: "object-missing", confidence: "possible", when: "nobody knows of a time when it was there" },
        file: aCase({ check: { kind: "s3", outcomes: [missing] } }),
      },
    ],
    [
      {
        cause: "object-missing",
        when: "it is there and too old",
        file: aCase({ check: { kind: "s3", outcomes: [stale(0, WRITTEN)] } }),
      },
      {
        ...{
          cause: "writer-stopped",
          when: "it was written again between two runs",
          because: "the object was written again, 60 min after the write before",
        },
        file: aCase({ check: { kind: "s3", everyMs: 1_800_000, outcomes: [stale(0, WRITTEN), stale(30, WRITTEN - HOUR_MS)] } }),
      },
      {
        cause: "writer-stopped",
        when: "S3 does not answer",
        file: aCase({ check: { kind: "s3", outcomes: [aFailedRun("response-timed-out")] } }),
      },
      {
        ...{ cause: "writer-stopped", when: "another number of the object is wrong" },
        file: aCase({
          check: { kind: "s3", outcomes: [anUnmetRun("bytes > 0", "0 bytes", { facts: { ageMs: 4_000, bytes: 0 } })] },
        }),
      },
    ],
  );
});
