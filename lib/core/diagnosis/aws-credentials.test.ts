import { describe } from "vitest";
import { aCase, aFailedRun, another, anUnmetRun, aRun, HOUR_MS, NOW } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { awsCredentialRules } from "./aws-credentials.ts";

const WRITTEN = NOW - 3 * HOUR_MS;
const stale = anUnmetRun("ageMs < 15m", "3 h", { kind: "s3", facts: { ageMs: 3 * HOUR_MS } });
const s3 = { id: "acme/export", kind: "s3" };
const startedAt = (startedAtEpochMs: number) =>
  another("acme/threads", { kind: "metrics", latest: aRun({ facts: { startedAtEpochMs } }) });
const logs = [{ group: "/acme/export", pattern: "ExpiredToken", count: 36 }];
const expired = aFailedRun("credentials-expired", { message: "AWS says ExpiredToken: the session token has expired" });
const denied = (ago: number) =>
  aFailedRun("access-denied", { ago, kind: "s3", message: "S3 says AccessDenied", facts: { identity: "arn:aws:sts::1:x" } });
const bucket = another("acme/other", { kind: "s3", latest: aRun({ kind: "s3", facts: { ageMs: 5 } }) });

describe("credentials for AWS", () => {
  describeCauses(
    awsCredentialRules,
    [
      {
        ...{ cause: "credentials-frozen", confidence: "confirmed", when: "AWS says ExpiredToken, and S3 works from here" },
        file: aCase({ check: { outcomes: [expired] }, others: [bucket] }),
        evidence: ["AWS says ExpiredToken: the session token has expired", "S3 works from here with fresh credentials"],
      },
      {
        cause: "credentials-frozen",
        confidence: "likely",
        when: "AWS says ExpiredToken, and nothing contrasts",
        file: aCase({ check: { outcomes: [expired] } }),
      },
      {
        ...{
          cause: "credentials-frozen",
          confidence: "confirmed",
          when: "the writer's log says ExpiredToken, and its object is old",
        },
        file: aCase({ check: { ...s3, outcomes: [stale] }, logs }),
        evidence: ["36 lines with ExpiredToken in /acme/export", "the object it writes is 3 h old"],
      },
      {
        ...{ cause: "credentials-frozen", confidence: "likely", when: "the application says ExpiredToken of itself" },
        file: aCase({ check: { outcomes: [anUnmetRun("status == 200", "503", { evidence: { body: "s3: ExpiredToken" } })] } }),
        evidence: ["it says: s3: ExpiredToken"],
      },
      {
        ...{ cause: "credentials-frozen", confidence: "likely", when: "the last write came one token lifetime after the start" },
        file: aCase({ check: { ...s3, outcomes: [stale] }, others: [startedAt(WRITTEN - 6 * HOUR_MS + 60_000)] }),
        evidence: ["it worked for 5 h 59 min from its start at 19:22 KST: tokens live 6 h"],
      },
      {
        ...{ cause: "access-denied", confidence: "likely", when: "it was allowed before" },
        file: aCase({ check: { kind: "s3", outcomes: [denied(0), denied(1), aRun({ ago: 2 })] } }),
        evidence: ["S3 says AccessDenied", "the last good run was at 04:19 KST", "AWS knows us as arn:aws:sts::1:x"],
      },
      {
        cause: "access-denied",
        confidence: "possible",
        when: "it is not known to have been allowed",
        file: aCase({ check: { outcomes: [denied(0)] } }),
      },
    ],
    [
      {
        ...{ cause: "credentials-frozen", when: "the last write fits no lifetime" },
        because: "it worked for 4 h 20 min from its start, which is no usual lifetime of tokens",
        file: aCase({ check: { ...s3, outcomes: [stale] }, others: [startedAt(WRITTEN - 260 * 60_000)] }),
      },
      {
        cause: "credentials-frozen",
        when: "nothing is known of the process",
        file: aCase({ check: { ...s3, outcomes: [stale] } }),
      },
      {
        ...{ cause: "credentials-frozen", when: "the log was searched, and holds none" },
        file: aCase({
          check: { ...s3, outcomes: [stale] },
          logs: [{ group: "/acme/export", pattern: "ExpiredToken", count: 0 }],
        }),
      },
      { cause: "access-denied", when: "the credentials have expired", file: aCase({ check: { outcomes: [expired] } }) },
    ],
  );
});
