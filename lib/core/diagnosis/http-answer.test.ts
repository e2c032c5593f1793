import { describe } from "vitest";
import {
  aCase,
  aFailedRun,
  another,
  anUnmetRun,
  aRun,
  everyMinute,
  minutesAgo,
  phaseTimes,
} from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { Outcome } from "../model/outcome.ts";
import { httpAnswerRules } from "./http-answer.ts";

const answered = (status: number, parts: Partial<Omit<Outcome, "phases">> = {}) =>
  anUnmetRun("status == 200", String(status), { phases: { connect: 11, server: 610 }, facts: { status }, ...parts });
const saying = (status: number, body: string) => answered(status, { evidence: { body } });
const only = (outcome: Outcome, kind = "http") => aCase({ check: { kind, outcomes: [outcome] } });
const unwell = anUnmetRun('health == "UP"', '"DOWN" (db: DOWN)', {
  facts: { status: 503, health: "DOWN", unwell: "db: DOWN (pool exhausted)" },
});
const content = (status: number, expected = 'json $.status == "ok"') =>
  anUnmetRun(expected, '"down"', { facts: { status, bodyBytes: 41 }, evidence: { body: '{"status":"down"}' } });
const goodBefore = everyMinute(3, 20, (ago) => aRun({ ago }));

function released(startedMinutesAgo: number, before: readonly Outcome[] = goodBefore) {
  const failing = everyMinute(5, 0, (ago) => ({ ...answered(500), startedAtEpochMs: minutesAgo(ago) }));
  return aCase({ check: { outcomes: [...failing, ...before], startedAtEpochMs: minutesAgo(startedMinutesAgo) } });
}

describe("what an HTTP server answers", () => {
  describeCauses(
    httpAnswerRules,
    [
      {
        ...{ cause: "server-error", confidence: "confirmed", when: "it answers 503 itself" },
        file: aCase({ check: { usual: phaseTimes({ server: 48 }), outcomes: [saying(503, '{"reason":"db pool exhausted"}')] } }),
        evidence: ["answered 503 after 610 ms", 'it says: {"reason":"db pool exhausted"}', "server took 610 ms, usually 48 ms"],
      },
      {
        ...{ cause: "component-down", confidence: "confirmed", when: "a health document names it" },
        file: only(unwell, "metrics"),
        evidence: ["its health says: db: DOWN (pool exhausted)"],
      },
      {
        ...{ cause: "component-down", confidence: "confirmed", when: "the body of a 503 names it" },
        file: only(saying(503, '{"status":"DOWN","components":{"db":{"status":"DOWN"}}}')),
      },
      {
        ...{ cause: "gateway-upstream", confidence: "likely", when: "the answer names the gateway" },
        file: only(saying(502, "<center>nginx/1.25</center>")),
        evidence: ["the answer names the gateway: nginx"],
      },
      {
        ...{ cause: "gateway-upstream", confidence: "likely", when: "a check of what stands behind it fails later" },
        file: aCase({
          check: { outcomes: [saying(504, "")] },
          others: [another("acme/app", { status: "down", isDependency: true, everyMs: 0, sinceEpochMs: minutesAgo(-1) })],
        }),
      },
      { cause: "gateway-upstream", confidence: "possible", when: "nothing else is known", file: only(answered(504)) },
      {
        ...{ cause: "bad-release", confidence: "likely", when: "it fails since the process began anew, and was good before" },
        file: released(14),
        evidence: ["the process started at 04:07 KST, 10 min before it began to fail", "the last good run was at 04:01 KST"],
      },
      {
        cause: "rate-limited",
        confidence: "likely",
        when: "it answers 429",
        file: only(answered(429)),
        evidence: ["answered 429 after 610 ms"],
      },
      { cause: "rate-limited", confidence: "likely", when: "S3 says SlowDown", file: only(saying(503, "<Code>SlowDown</Code>")) },
      { cause: "rate-limited", confidence: "likely", when: "AWS throttles", file: only(aFailedRun("throttled"), "s3") },
      {
        ...{ cause: "access-refused", confidence: "possible", when: "it was allowed before" },
        file: aCase({ check: { outcomes: [answered(403), aRun({ ago: 7 })] } }),
        evidence: ["answered 403 after 610 ms", "the last good run was at 04:14 KST"],
      },
      {
        ...{ cause: "client-error", confidence: "confirmed", when: "it answers 404, and did not before" },
        file: aCase({ check: { outcomes: [answered(404), aRun({ ago: 7 })] } }),
        evidence: ["answered 404 after 610 ms", "the last good run was at 04:14 KST"],
      },
      {
        ...{ cause: "client-error", confidence: "confirmed", when: "it answers 400" },
        file: only(saying(400, "no tenant given")),
        evidence: ["answered 400 after 610 ms", "it says: no tenant given"],
      },
      {
        ...{ cause: "wrong-content", confidence: "confirmed", when: "the status is right and the body is not" },
        file: only(content(200)),
        evidence: ['expected json $.status == "ok", got "down"', 'it says: {"status":"down"}'],
      },
    ],
    [
      { cause: "server-error", when: "a gateway answers", because: "answered 502", file: only(answered(502)) },
      { cause: "server-error", when: "the client is at fault", because: "answered 404", file: only(answered(404)) },
      {
        cause: "server-error",
        when: "500 is what the check expects",
        file: only(anUnmetRun("total < 2s", "3 s", { facts: { status: 500 } })),
      },
      {
        cause: "component-down",
        when: "all components are well",
        file: only(saying(503, '{"components":{"db":{"status":"UP"}}}')),
      },
      {
        cause: "gateway-upstream",
        when: "the server itself answers 503",
        because: "answered 503",
        file: only(saying(503, "nginx")),
      },
      {
        ...{ cause: "bad-release", when: "the process is older than half an hour" },
        ...{
          because: "the process started at 03:37 KST, 40 min before it began to fail",
          file: released(
            44,
            everyMinute(3, 50, (ago) => aRun({ ago })),
          ),
        },
      },
      {
        ...{ cause: "bad-release", when: "it was never good before" },
        ...{ because: "the process started at 04:07 KST, 10 min before it began to fail", file: released(14, []) },
      },
      { cause: "rate-limited", when: "it answers a plain 503", file: only(answered(503)) },
      {
        ...{ cause: "access-refused", when: "another location is let in", because: "from us-east-1 it is fine" },
        file: aCase({ check: { outcomes: [answered(403)] }, others: [another("acme/checkout", { location: "us-east-1" })] }),
      },
      { cause: "access-refused", when: "the page is missing", file: only(answered(404)) },
      { cause: "client-error", when: "the server is at fault", because: "answered 503", file: only(answered(503)) },
      { cause: "client-error", when: "it limits how often it is asked", file: only(answered(429)) },
      { cause: "wrong-content", when: "the status is wrong too", because: "answered 500", file: only(content(500)) },
      { cause: "wrong-content", when: "only a number of the answer is too high", file: only(content(200, "total < 2s")) },
    ],
  );
});
