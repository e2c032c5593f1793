import { describe, expect, it } from "vitest";
import { aRecovery, aStorm, aStory, BEGAN, checkout, NOTHING_KNOWN } from "../../../test/kit/stories.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Story } from "../model/story.ts";
import { renderSms } from "./sms.ts";

const MINUTE_MS = 60_000;
const unexplained: Partial<Story> = { diagnosis: NOTHING_KNOWN };
const notServing: Diagnosis = {
  ...NOTHING_KNOWN,
  findings: [
    {
      ...{ cause: "not-serving", layer: "target", confidence: "likely", with: { kind: "kdb" } },
      evidence: [{ line: "retried-alike", with: {} }],
    },
  ],
};

describe("an SMS in English", () => {
  it.each([
    [
      aStory(unexplained),
      103,
      "DOWN acme-prod/checkout 17:21 KST (19m): server answers 503. DNS/TCP/TLS ok. 4/4 runs. 1 related. #k7f2",
    ],
    [aRecovery(unexplained), 74, "OK acme-prod/checkout 17:58 KST after 37m (was: server answers 503). #k7f2"],
    [
      aStorm(),
      116,
      "DOWN 14 checks in acme-prod 17:21 KST (19m): all on 203.0.113.7, server answers 503. DNS/TCP/TLS ok. 4/4 runs. #g003",
    ],
    [
      aStorm({
        ways: [
          { code: "expectation-unmet", status: 503, count: 8 },
          { code: "connect-refused", count: 6 },
        ],
      }),
      118,
      "DOWN 14 checks in acme-prod 17:21 KST (19m): all on 203.0.113.7, server answers 503 (8), connection refused (6). #g003",
    ],
    [
      aStory({ ...unexplained, type: "reminder", about: "down", toldAtEpochMs: BEGAN + 125 * MINUTE_MS }),
      110,
      "STILL DOWN acme-prod/checkout 17:21 KST (2h5m): server answers 503. DNS/TCP/TLS ok. 4/4 runs. 1 related. #k7f2",
    ],
    [aStory({ type: "drill" }), 45, "DRILL acme 17:40 KST: nothing is wrong. #k7f2"],
    [
      aStory({ type: "drill", about: "down" }),
      99,
      "DRILL: DOWN acme-prod/checkout 17:21 KST (19m): nothing is wrong (as if: server answers 503). #k7f2",
    ],
  ] as const)("says state, name, moment, reason and id: #%#", (story, units, text) => {
    expect(renderSms(story, "en")).toEqual({ text, alphabet: "GSM-7", units, unitsMax: 140 });
  });

  it("says the cause before what tells less, where it fits", () => {
    expect(renderSms(aStory({ diagnosis: notServing }), "en").text).toBe(
      "DOWN acme-prod/checkout 17:21 KST (19m): server answers 503. Likely: It accepts connections, but does not serve them. DNS/TCP/TLS ok. #k7f2",
    );
  });

  it("names the day where it was not today", () => {
    const story = aStory({ ...unexplained, sinceEpochMs: BEGAN - 86_400_000 });
    expect(renderSms(story, "en").text).toContain(" 21 Nov 17:21 KST (24h19m): ");
  });

  it("cuts the name in its middle last of all, never state, moment, reason or id", () => {
    const id = `acme-production-${"x".repeat(100)}/checkout`;
    const { text, units } = renderSms(aStory({ ...unexplained, lead: { ...checkout, id } }), "en");
    expect(text).toMatch(/^DOWN acme-production-x+\.\.x+\/checkout 17:21 KST: server answers 503\. #k7f2$/);
    expect(units).toBeLessThanOrEqual(140);
  });

  it("stays in its alphabet whatever the answer was: one letter outside would halve the room", () => {
    const breaches = [{ expected: 'json $.state == "“정상”"', actual: '"장애 — čaj…"' }];
    const outcome = { ...checkout.outcome, breaches } as NonNullable<typeof checkout.outcome>;
    const { text } = renderSms(aStory({ ...unexplained, lead: { ...checkout, outcome } }), "en");
    expect(text).toContain(`expected json $.state == ""?"", got "? - caj..."`);
  });
});

describe("an SMS in Korean", () => {
  it.each([
    [aStory(unexplained), 51, "[장애] acme-prod/결제 API 17:21부터 19분: 서버가 503 응답 #k7f2"],
    [aRecovery(unexplained), 47, "[복구] 결제 API 17:58, 37분 만에 (당시 서버가 503 응답) #k7f2"],
    [aStorm(), 51, "[장애] 체크 14개 17:21: 모두 203.0.113.7, 서버가 503 응답 #g003"],
    [aStory({ type: "drill" }), 31, "[훈련] acme 17:40: 아무 문제 없음 #k7f2"],
  ] as const)("is 55 units at most: #%#", (story, units, text) => {
    expect(renderSms(story, "ko")).toEqual({ text, alphabet: "UCS-2", units, unitsMax: 55 });
  });
});
