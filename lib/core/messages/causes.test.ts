import { describe, expect, it } from "vitest";
import type { EvidenceLine, Finding } from "../model/diagnosis.ts";
import { englishCauses } from "./causes.en.ts";
import { koreanCauses } from "./causes.ko.ts";
import { type CauseTexts, causeTexts } from "./causes.ts";
import { displayWidth } from "./text-width.ts";

const HOUR_MS = 3_600_000;
const korean = causeTexts("ko", "Asia/Seoul");
const english = causeTexts("en", "Asia/Seoul");
const AT = Date.UTC(2026, 10, 22, 8, 3);

function says(texts: CauseTexts, finding: Pick<Finding, "cause" | "with">): string {
  return texts.cause(finding).says;
}

describe("causes in Korean", () => {
  it("read as a careful colleague would write them", () => {
    expect(says(korean, { cause: "not-serving", with: { kind: "kdb" } })).toBe("연결은 받지만 처리하지 않습니다.");
    expect(says(korean, { cause: "thread-leak", with: { slopePerHour: 40 } })).toBe(
      "살아 있는 스레드가 시간당 40개씩 늘어납니다. 시작된 뒤 끝나지 않습니다.",
    );
    expect(says(korean, { cause: "credentials-frozen", with: {} })).toBe(
      "기록하는 쪽의 자격 증명이 고정되었거나 만료되었습니다.",
    );
    expect(says(korean, { cause: "restarted", with: { startedAtEpochMs: AT } })).toBe(
      "프로세스가 17:03 KST에 새로 시작되었습니다.",
    );
  });

  it("take the particle that fits the number or name before it", () => {
    expect(says(korean, { cause: "server-error", with: { status: 503 } })).toContain("503을 응답합니다");
    expect(says(korean, { cause: "server-error", with: { status: 599 } })).toContain("599를 응답합니다");
    expect(says(korean, { cause: "steady-rise", with: { series: "주문" } })).toContain("주문이 시간이");
  });

  it.each<[EvidenceLine, string]>([
    [
      { line: "no-reply", with: { phase: "handshake", connectMs: 1, waitedMs: 10_000 } },
      "TCP 연결은 1 ms, 10초 동안 handshake 응답 없음",
    ],
    [{ line: "handles", with: { handles: 140, usual: 12 } }, "열린 핸들 140개, 평소 12개"],
    [
      { line: "until-limit", with: { limit: 2_000, soonestMs: 3 * HOUR_MS, latestMs: 5 * HOUR_MS } },
      "이 속도로 3~5시간 뒤 한도 2,000 도달",
    ],
    [{ line: "s3-works", with: { credentialsExpireInMs: 5 * HOUR_MS } }, "이곳에서는 새 자격 증명으로 S3 정상, 5시간 유효"],
    [
      { line: "slow-hour", with: { hour: 4, daysHit: 5, daysLooked: 7, timesUsual: 6.4 } },
      "04:00 시간대가 7일 중 5일 느림, 그날 수준의 6.4배",
    ],
  ])("give evidence with its numbers: %j", (line, text) => {
    expect(korean.line(line)).toBe(text);
  });
});

describe("causes in English", () => {
  it("give times in the zone of the people, and in UTC where none is known", () => {
    const restarted = { cause: "restarted", with: { startedAtEpochMs: AT } } as const;
    expect(says(english, restarted)).toBe("The process was started anew at 17:03 KST.");
    expect(says(causeTexts("en"), restarted)).toBe("The process was started anew at 08:03 UTC.");
  });

  it("give ranges in the unit of the later end", () => {
    const until = (soonestMs: number, latestMs: number) =>
      english.line({ line: "until-limit", with: { limit: 2_000, soonestMs, latestMs } });
    expect(until(1.5 * HOUR_MS, 4 * HOUR_MS)).toBe("limit of 2,000 in 1.5 to 4 h at this rate");
    expect(until(HOUR_MS / 3, HOUR_MS)).toBe("limit of 2,000 in 20 to 60 min at this rate");
    expect(until(60 * HOUR_MS, 60 * HOUR_MS)).toBe("limit of 2,000 in 2.5 days at this rate");
  });
});

describe("what another version has written", () => {
  it("is told by its id, and breaks nothing", () => {
    const later: { findings: Finding[]; lines: EvidenceLine[] } = JSON.parse(
      '{"findings":[{"cause":"solar-flare","with":{}}],"lines":[{"line":"sun-spots","with":{}},{"line":"toString","with":{}}]}',
    );
    expect(later.findings.map((finding) => english.cause(finding))).toEqual([{ says: "solar-flare.", next: [] }]);
    expect(later.lines.map(english.line)).toEqual(["sun-spots", "toString"]);
  });
});

describe("both catalogues", () => {
  it("name at most three next steps, each short enough to be read at a glance", () => {
    const time = () => "17:03 KST";
    // Particulars of all causes at once: each takes its own.
    const all = {
      ...{
        ageMs: 1,
        location: "x",
        check: "x",
        host: "x",
        name: "x",
        address: "x",
        daysLeft: 1,
        kind: "http",
        status: 503,
        component: "x",
      },
      ...{ failing: "x", places: 1, all: 3 },
      ...{ startedAtEpochMs: 0, url: "x", skewMs: 1, slopePerHour: 1, series: "x", hour: 4 },
    };
    for (const catalogue of [englishCauses, koreanCauses]) {
      for (const cause of Object.values(catalogue)) {
        for (const seen of [all, { ...all, inVpc: true as const }]) {
          const { says: sentence, next } = cause(seen, time);
          expect(next.length).toBeLessThanOrEqual(3);
          for (const text of [sentence, ...next]) expect(displayWidth(text)).toBeLessThanOrEqual(100);
        }
      }
    }
  });
});
