import { describe, expect, it } from "vitest";
import {
  answering200,
  answering503,
  aRecovery,
  aStorm,
  aStory,
  BEGAN,
  checkout,
  NOTHING_KNOWN,
} from "../../../test/kit/stories.ts";
import type { Finding } from "../model/diagnosis.ts";
import type { StoryType, Trend } from "../model/story.ts";
import { renderEmail } from "./email.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const { outcome: _, ...checkoutWithoutRun } = checkout;

describe("an e-mail about an outage", () => {
  it("answers what, since when, why, how we know, how wide and what next, in English", () => {
    expect(renderEmail(aStory(), "en")).toEqual({
      subject: "[DOWN] acme-prod/checkout: server answers 503 since 17:21 KST",
      body: [
        "acme-prod/checkout (결제 API) is DOWN: server answers 503.",
        "DNS, TCP and TLS are fine. Incident k7f2.",
        "",
        "SINCE",
        "Sun 22 Nov 17:21 KST (08:21 UTC), 19 min, 4 of 4 runs failed",
        "",
        "WHAT",
        "GET https://api.acme.example/v1/checkout/health from ap-northeast-2",
        "expected status == 200, got 503",
        "",
        "PROBABLE CAUSE (confirmed)",
        "The application itself reports that db is not well.",
        "Ruled out: DNS (answered in 4 ms, same address as before); certificate (61",
        "  days left); our own prober (2 other checks on it pass).",
        "",
        "EVIDENCE (secrets masked)",
        'body: {"status":"down","reason":"db pool exhausted","pool":"50/50"}',
        "4 runs in a row were answered otherwise than expected",
        "",
        "TIME BY PHASE, this run (usual at this hour)",
        "dns 4 ms (3 ms)",
        "connect 11 ms (10 ms)",
        "tls 22 ms (20 ms)",
        "server 610 ms (48 ms), 12 times usual",
        "transfer 3 ms",
        "total 650 ms (85 ms), 7 times usual",
        "",
        "PATTERN",
        "It had been getting slower: 85 ms, 130 ms, 240 ms, 650 ms.",
        "",
        "RELATED",
        "DOWN too: acme-prod/refunds since 17:22 KST",
        "fine: acme-prod/login, globex/search and 1 more",
        "",
        "NEXT STEPS",
        "1. Look at db.",
        "2. Repeat it: curl -sv 'https://api.acme.example/v1/checkout/health'",
        "",
        "LINKS",
        "incident https://status.acme.example/i/k7f2",
        "runbook https://wiki.acme.example/checkout",
        "",
        "Why you got this: 2 of the last 3 runs were bad (checks.yaml:14)",
        "No reminders for 4 hours: npx bongsu ack k7f2",
        "Quiet for an hour: npx bongsu mute acme-prod/checkout 1h",
      ].join("\n"),
    });
  });

  it("says the same in Korean, without a particle behind a name", () => {
    const { body, subject } = renderEmail(aStory(), "ko");
    expect(subject).toBe("[장애] acme-prod/결제 API: 서버가 503 응답, 17:21 KST부터");
    expect(body.split("\n")).toEqual([
      "acme-prod/결제 API (acme-prod/checkout) — 장애: 서버가 503 응답.",
      "DNS·TCP·TLS 정상. 인시던트 k7f2.",
      "",
      "시작",
      "11월 22일(일) 17:21 KST (08:21 UTC), 19분째, 4회 중 4회 실패",
      "",
      "대상",
      "GET https://api.acme.example/v1/checkout/health (ap-northeast-2에서)",
      "기대 status == 200, 실제 503",
      "",
      "추정 원인 (확인됨)",
      "애플리케이션이 직접 이상을 보고합니다: db.",
      "배제한 원인: DNS (4 ms, 전과 같은 주소); 인증서 (61일 남음); 점검기 자체",
      "  (다른 체크 2개 정상).",
      "",
      "근거 (비밀 값은 가림)",
      '본문: {"status":"down","reason":"db pool exhausted","pool":"50/50"}',
      "연속 4회 기대와 다른 응답",
      "",
      "구간별 시간 (이 시간대 평소)",
      "dns 4 ms (3 ms)",
      "connect 11 ms (10 ms)",
      "tls 22 ms (20 ms)",
      "server 610 ms (48 ms), 평소의 12배",
      "transfer 3 ms",
      "합계 650 ms (85 ms), 평소의 7배",
      "",
      "패턴",
      "그 전부터 느려짐: 85 ms, 130 ms, 240 ms, 650 ms.",
      "",
      "관련 체크",
      "함께 장애: acme-prod/refunds, 17:22 KST부터",
      "정상: acme-prod/login, globex/search 외 1개",
      "",
      "다음 할 일",
      "1. 확인할 것: db.",
      "2. 직접 확인: curl -sv 'https://api.acme.example/v1/checkout/health'",
      "",
      "링크",
      "인시던트 https://status.acme.example/i/k7f2",
      "런북 https://wiki.acme.example/checkout",
      "",
      "알림 조건: 최근 3회 중 2회 이상 (checks.yaml:14)",
      "4시간 동안 반복 알림 끄기: npx bongsu ack k7f2",
      "1시간 동안 알림 끄기: npx bongsu mute acme-prod/checkout 1h",
    ]);
  });

  it("names no mute for a root that has none, and no command for several incidents or out of a hostile name", () => {
    const commandsOf = (parts: Parameters<typeof aStory>[0]) => renderEmail(aStory(parts), "en").body.match(/npx bongsu .*/g);
    expect(commandsOf({ root: { kind: "address", name: "203.0.113.7" } })).toEqual(["npx bongsu ack k7f2"]);
    expect(commandsOf({ root: { kind: "host", name: "api.acme.example; rm -rf /" } })).toEqual(["npx bongsu ack k7f2"]);
    expect(commandsOf({ root: { kind: "host", name: "api.acme.example" } })).toHaveLength(2);
    expect(commandsOf({ type: "storm", folded: 3 })).toBeNull();
  });

  it("leaves out what nobody knows, except why", () => {
    const lead = { ...checkoutWithoutRun, failedRuns: undefined };
    const { failedRuns: __, alarm: ___, repeat: ____, totalsBeforeMs: _____, ...bare } = lead;
    const story = aStory({
      lead: bare,
      diagnosis: NOTHING_KNOWN,
      members: [],
      memberCount: 0,
      fine: [],
      fineCount: 0,
      links: {},
    });
    expect(renderEmail(story, "en").body).toBe(
      [
        "acme-prod/checkout (결제 API) is DOWN: it does not answer as expected.",
        "Incident k7f2.",
        "",
        "SINCE",
        "Sun 22 Nov 17:21 KST (08:21 UTC), 19 min",
        "",
        "PROBABLE CAUSE",
        "Unknown: what we saw fits no pattern that we know.",
        "",
        "NEXT STEPS",
        "Run the check once by hand and read its details.",
        "",
        "No reminders for 4 hours: npx bongsu ack k7f2",
        "Quiet for an hour: npx bongsu mute acme-prod/checkout 1h",
      ].join("\n"),
    );
  });

  it("lets the least telling lines give way when there are too many, and says so", () => {
    const breaches = Array.from({ length: 5 }, (_, at) => ({
      expected: `json $.part${at} == "${"up ".repeat(30)}"`,
      actual: '"down"',
    }));
    const outcome = { ...checkout.outcome, breaches } as NonNullable<typeof checkout.outcome>;
    const threads = Array.from({ length: 4 }, (_, at) => `${at} ${"threads wait for an answer ".repeat(5)}`);
    const lines = renderEmail(aStory({ lead: { ...checkout, outcome }, threads }), "en").body.split("\n");
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(lines).not.toContain("TIME BY PHASE, this run (usual at this hour)");
    expect(lines).toContain("PROBABLE CAUSE (confirmed)");
    expect(lines.at(-1)).toMatch(/^\(\d+ more lines left out\)$/);
  });

  it("never lets foreign text pass for a section of ours", () => {
    const body = `${"x ".repeat(40)}\nPROBABLE CAUSE (confirmed)\nAll is well.`;
    const outcome = { ...checkout.outcome, evidence: { body } } as NonNullable<typeof checkout.outcome>;
    const lines = renderEmail(aStory({ lead: { ...checkout, outcome } }), "en").body.split("\n");
    expect(lines.filter((line) => line.startsWith("PROBABLE CAUSE"))).toEqual(["PROBABLE CAUSE (confirmed)"]);
  });
});

describe("an e-mail about how it goes on", () => {
  it("says after a recovery how long it was, what it was, and what changed", () => {
    expect(renderEmail(aRecovery(), "en")).toEqual({
      subject: "[OK] acme-prod/checkout: back after 37 min (was: server answers 503)",
      body: [
        "acme-prod/checkout (결제 API) has been OK again since Sun 22 Nov 17:58 KST",
        "(08:58 UTC), after 37 min.",
        "It was: server answers 503 (18 failed runs).",
        "Cause as last known (confirmed): The application itself reports that db is",
        "not well.",
        "Now: 200 in 92 ms, 3 good runs in a row.",
        "What changed: server phase 610 ms -> 52 ms; no change in address.",
        "Also back: acme-prod/refunds.",
        "",
        "incident https://status.acme.example/i/k7f2",
        "runbook https://wiki.acme.example/checkout",
      ].join("\n"),
    });
    expect(renderEmail(aRecovery(), "ko")).toEqual({
      subject: "[복구] acme-prod/결제 API: 37분 만에 복구 (당시: 서버가 503 응답)",
      body: [
        "acme-prod/결제 API (acme-prod/checkout) — 복구. 11월 22일(일) 17:58 KST",
        "(08:58 UTC)부터 정상, 지속 시간 37분.",
        "당시 상태: 서버가 503 응답 (실패 18회).",
        "마지막으로 추정한 원인(확인됨): 애플리케이션이 직접 이상을 보고합니다: db.",
        "현재: 92 ms 만에 200 응답, 연속 3회 정상.",
        "달라진 점: server 구간 610 ms -> 52 ms; 주소 그대로.",
        "함께 복구: acme-prod/refunds.",
        "",
        "인시던트 https://status.acme.example/i/k7f2",
        "런북 https://wiki.acme.example/checkout",
      ].join("\n"),
    });
  });

  it("names those who are not back yet", () => {
    const members = aStory().members.map((member) =>
      member.check === "acme-prod/refunds" ? member : { ...member, untilEpochMs: BEGAN },
    );
    expect(renderEmail(aRecovery({ members }), "en").body).toContain("\nNot back yet: acme-prod/refunds.\n");
  });

  it("names all of a storm in one mail, and what they share", () => {
    const { body, subject } = renderEmail(aStorm(), "en");
    expect(subject).toBe("[DOWN x14] acme-prod: all on 203.0.113.7, server answers 503 since 17:21 KST");
    expect(body).toContain(
      "14 checks in acme-prod are DOWN, all on 203.0.113.7. Seen at\nacme-prod/checkout: server answers 503.\n",
    );
    expect(body).toContain("acme-prod/checkout, acme-prod/refunds, acme-prod/login, acme-prod/search\n  and 10 more\n");
    expect(renderEmail(aStorm(), "ko").subject).toBe("[장애 x14] acme-prod: 모두 203.0.113.7, 서버가 503 응답, 17:21 KST부터");
  });

  it("counts the ways in which the checks of a storm fail where these differ, and says whose evidence it shows", () => {
    const ways = [
      { code: "expectation-unmet", status: 500, count: 8 },
      { code: "connect-refused", count: 3 },
      { code: "response-timed-out", count: 1 },
      { code: "expectation-unmet", count: 1 },
      { code: "tls-failed", count: 1 },
    ] as const;
    const { body, subject } = renderEmail(aStorm({ ways }), "en");
    expect(subject).toMatch(/^\[DOWN x14\] acme-prod: all on 203\.0\.113\.7, server answers 500 \(8\), connection/);
    expect(body.replaceAll(/\s+/g, " ")).toContain(
      "14 checks in acme-prod are DOWN: all on 203.0.113.7, server answers 500 (8), connection refused (3), timed out (1), other (2). Incident g003.",
    );
    expect(body).toContain("\nCause, evidence and times are those of acme-prod/checkout.\n");
    expect(body).not.toMatch(/DNS, TCP and TLS/);
    expect(renderEmail(aStorm({ ways }), "ko").body.replaceAll(/\s+/g, " ")).toContain(
      "모두 203.0.113.7, 서버가 500 응답 8개, 연결 거부 3개, 시간 초과 1개, 기타 2개.",
    );
  });

  it("says nothing of how a storm fails where few of its checks are known", () => {
    const ways = [{ code: "expectation-unmet", status: 503, count: 2 }] as const;
    expect(renderEmail(aStorm({ ways }), "en").subject).toBe("[DOWN x14] acme-prod: all on 203.0.113.7 since 17:21 KST");
    const { ways: _unknown, ...storm } = aStorm();
    expect(renderEmail(storm, "en").body).toContain("all on 203.0.113.7. Seen at\nacme-prod/checkout: server answers 503.\n");
  });

  it("claims nothing in common for incidents that only share a mail", () => {
    const { body, subject } = renderEmail(aStorm({ folded: 5 }), "en");
    expect(subject).toBe("[DOWN x14] acme-prod: 5 incidents, among them acme-prod/checkout (server answers.. since 17:21 KST");
    expect(body).toContain(
      "14 checks in acme-prod are DOWN: 5 incidents, among them acme-prod/checkout\n(server answers 503).\nIncident g003.\n",
    );
    expect(body).toContain("5 incidents in one message; cause, evidence and times are those of\n  acme-prod/checkout.\n");
    expect(body).not.toMatch(/203\.0\.113\.7|what these checks share/);
  });

  it("says in plain words what DNS answers", () => {
    const breaches = [{ expected: 'rcode == "NOERROR"', actual: '"NXDOMAIN" (the name does not exist)' }];
    const asked = aStory({ lead: { ...checkout, outcome: { ...answering503, kind: "dns", facts: {}, breaches } } });
    expect(renderEmail(asked, "en").subject).toContain(": DNS answers NXDOMAIN (the name does not exist) since");
    expect(renderEmail(asked, "ko").subject).toContain(": DNS 응답 NXDOMAIN (이름이 존재하지 않음), ");
  });

  it("says what our own fault is where a run shows it", () => {
    const failure = { phase: "prober", code: "secret-unavailable", message: "the secret a/b cannot be read" } as const;
    const ours = aStory({ type: "prober", lead: { ...checkout, outcome: { ...answering503, breaches: [], failure } } });
    expect(renderEmail(ours, "en").subject).toContain(": a secret of the check cannot be read since");
    const { lead: _, ...unseen } = ours;
    expect(renderEmail(unseen, "en").subject).toContain(": our own prober is not well since");
  });

  it("tells the rise of a leak once, and counts no failed runs of it when it is over", () => {
    const rise = { series: "threads", level: 900, risePerHour: 40 } as const;
    const finding: Finding = {
      cause: "thread-leak",
      layer: "target",
      confidence: "likely",
      with: { slopePerHour: 40 },
      evidence: [
        { line: "rising", with: { series: "threads", slopePerHour: 40, level: 900 } },
        { line: "threads-started", with: { perHour: 88 } },
      ],
    };
    const parts = { trend: { kind: "leak", ...rise }, diagnosis: { findings: [finding], ruledOut: [], rejected: [] } } as const;
    const { body } = renderEmail(aStory({ type: "leak", ...parts }), "en");
    expect(body).toContain("may be leaking: threads up 40 an hour.");
    expect(body).toContain("88 threads are started an hour");
    expect(body).not.toContain("threads rises by");
    expect(renderEmail(aRecovery({ about: "leak", ...parts }), "en").body).toContain("It was: threads up 40 an hour.\n");
  });

  it("says of a part of Bongsu itself that no target is at fault", () => {
    const { lead: _, ...story } = aStory({
      type: "prober",
      root: { kind: "prober", name: "bongsu-acme-prober" },
      alarmReason: "3 errors",
    });
    expect(renderEmail(story, "en").body).toMatch(
      /^Bongsu itself needs attention: bongsu-acme-prober\. The fault is ours, not a\ntarget's\.\n[\s\S]*\nWHAT\n3 errors\n/,
    );
    expect(renderEmail({ ...story, type: "no-data" }, "en").body).toMatch(
      /^We do not know whether the checks of bongsu-acme-prober are up: no result\nfrom our prober for 19 min\.\n/,
    );
  });

  it("calls no phase changed that took about as long", () => {
    const was = { ...answering503, phases: [{ phase: "server", ms: 90 }] };
    expect(renderEmail(aRecovery({ lead: { ...checkout, was, outcome: answering200 } }), "en").body).not.toContain(
      "What changed",
    );
  });

  it.each([
    [
      "reminder",
      { about: "down", toldAtEpochMs: BEGAN + 2 * HOUR_MS },
      "[STILL DOWN 2 h] acme-prod/checkout: server answers 503",
      "acme-prod/checkout (결제 API) is still DOWN after 2 h: server answers 503.",
      "[장애 지속 2시간] acme-prod/결제 API: 서버가 503 응답",
    ],
    [
      "flapping",
      { about: "down", flips: { count: 5, overMs: 30 * MINUTE_MS } },
      "[FLAPPING] acme-prod/checkout: 5 changes in 30 min",
      "acme-prod/checkout (결제 API) keeps changing between DOWN and OK: 5 changes",
      "[불안정] acme-prod/결제 API: 30분 동안 상태 5회 변경",
    ],
    [
      "drill",
      {},
      "[DRILL] acme: a test message, nothing is wrong",
      "This is a drill: nothing is wrong. It shows that messages reach you, and",
      "[훈련] acme: 시험 메시지, 아무 문제 없음",
    ],
    [
      "drill",
      { about: "down" },
      "[DRILL: DOWN] acme-prod/checkout: server answers 503 since 17:21 KST",
      "This is a drill: nothing is wrong. It shows that messages reach you, and",
      "[훈련: 장애] acme-prod/결제 API: 서버가 503 응답, 17:21 KST부터",
    ],
    [
      "no-data",
      { lead: checkoutWithoutRun, toldAtEpochMs: BEGAN + 11 * MINUTE_MS },
      "[NO DATA] acme-prod/checkout: no result from our prober for 11 min",
      "We do not know whether acme-prod/checkout (결제 API) is up: no result from",
      "[데이터 없음] acme-prod/결제 API: 점검기 결과 11분째 없음",
    ],
    [
      "prober",
      { lead: checkoutWithoutRun },
      "[PROBER] acme-prod/checkout: our own prober is not well since 17:21 KST",
      "We do not know whether acme-prod/checkout (결제 API) is up: our own prober",
      "[점검기] acme-prod/결제 API: 점검기 자체 이상, 17:21 KST부터",
    ],
  ] as const)("of type %s %j begins so", (type, part, subject, first, koreanSubject) => {
    const mail = renderEmail(aStory({ type, ...part }), "en");
    expect({ subject: mail.subject, first: mail.body.split("\n")[0] }).toEqual({ subject, first });
    expect(renderEmail(aStory({ type, ...part }), "ko").subject).toBe(koreanSubject);
  });
});

describe("an e-mail about a trend", () => {
  it.each([
    [
      "leak",
      {
        kind: "leak",
        ...{ series: "threads", level: 812, risePerHour: 40, limit: 2_000 },
        untilLimit: { soonestMs: 3 * HOUR_MS, latestMs: 5 * HOUR_MS },
      },
      "[LEAK] acme-prod/checkout: threads up 40 an hour, limit 2,000 in 3 to 5 h",
      "[누수] acme-prod/결제 API: threads 시간당 40 증가, 한도 2,000까지 3~5시간",
    ],
    [
      "slow-hour",
      { kind: "slow-hour", hour: 4, daysHit: 5, daysLooked: 7, timesUsual: 3.1 },
      "[SLOW HOUR] acme-prod/checkout: slow at 04:00 on 5 of 7 days",
      "[느린 시간대] acme-prod/결제 API: 04:00 시간대, 7일 중 5일 느림",
    ],
    [
      "log",
      { kind: "log", group: "/acme/app", pattern: "ExpiredToken", matches: 37, overMs: 5 * MINUTE_MS },
      "[LOG] acme-prod/checkout: 37 matching log lines in 5 min",
      "[로그] acme-prod/결제 API: 5분 동안 일치하는 로그 37줄",
    ],
  ] as const satisfies readonly (readonly [StoryType, Trend, string, string])[])(
    "of type %s says its numbers in the subject",
    (type, trend, english, korean) => {
      const story = aStory({ type, trend, lead: checkoutWithoutRun });
      expect(renderEmail(story, "en").subject).toBe(english);
      expect(renderEmail(story, "ko").subject).toBe(korean);
    },
  );

  it("says of a certificate when it ends, and of slowness what is usual", () => {
    const certificate = {
      subject: "a",
      issuer: "b",
      names: [],
      validFrom: "",
      validTo: "2026-12-04T00:00:00Z",
      daysLeft: 12.4,
      fingerprint: "",
    };
    const outcome = { ...checkout.outcome, evidence: { certificate } } as NonNullable<typeof checkout.outcome>;
    const expiring = aStory({ type: "certificate", lead: { ...checkout, outcome } });
    expect(renderEmail(expiring, "en").subject).toBe("[CERT] acme-prod/checkout: certificate expires in 12 days (Fri 4 Dec)");
    const slow = { ...checkout.outcome, status: "slow", breaches: [{ expected: "total <= 500ms", actual: "650 ms" }] } as const;
    const story = aStory({ type: "slow", lead: { ...checkout, outcome: slow as NonNullable<typeof checkout.outcome> } });
    expect(renderEmail(story, "en").subject).toBe("[SLOW] acme-prod/checkout: 650 ms, usual 85 ms at this hour");
    expect(renderEmail(story, "ko").subject).toBe("[지연] acme-prod/결제 API: 650 ms (이 시간대 평소 85 ms)");
  });
});

describe("a digest", () => {
  const entry = { incident: "m2x9", sinceEpochMs: BEGAN - 24 * HOUR_MS, diagnosis: NOTHING_KNOWN } as const;

  it("lists what is open before what is over", () => {
    const digest = [
      {
        ...entry,
        type: "down",
        check: "acme-prod/checkout",
        untilEpochMs: entry.sinceEpochMs + 37 * MINUTE_MS,
        incident: "k7f2",
      },
      { ...entry, type: "slow", check: "globex/search" },
    ] as const;
    expect(renderEmail(aStory({ type: "digest", digest, links: {} }), "en")).toEqual({
      subject: "[DIGEST] acme: 1 to look at, 1 over",
      body: [
        "acme: 1 to look at, 1 over.",
        "",
        "TO LOOK AT",
        "globex/search: SLOW since Sat 21 Nov 17:21 KST, for 24 h 19 min (m2x9)",
        "",
        "OVER",
        "acme-prod/checkout: DOWN on Sat 21 Nov 17:21 KST, for 37 min (k7f2)",
      ].join("\n"),
    });
  });

  it("is one line when nothing happened", () => {
    expect(renderEmail(aStory({ type: "digest", digest: [], links: {} }), "en").body).toBe("acme: nothing to report.");
  });
});
