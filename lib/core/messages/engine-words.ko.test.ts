import { describe, expect, it } from "vitest";
import { type EvaluatedSpec, evaluateAlarm } from "../alarms/evaluate.ts";
import { RCODES } from "../probes/dns/rcodes.ts";
import { describeValues } from "../run/describe.ts";
import { parseJson } from "../run/parse-json.ts";
import { engineWordsInKorean } from "./engine-words.ko.ts";

const ENGLISH = /[A-Za-z]{2,}/;
const spec: EvaluatedSpec = { badDatapoints: 2, ofDatapoints: 3, comparison: "below", threshold: 1, missingData: "missing" };

function reasonOf(datapoints: readonly (number | undefined)[], parts: Partial<EvaluatedSpec> = {}): string {
  return engineWordsInKorean(evaluateAlarm({ datapoints, spec: { ...spec, ...parts }, previous: "OK" }).reason);
}

describe("the engine's own words in Korean", () => {
  it("say why an alarm moved, whatever decided", () => {
    expect(reasonOf([1, 0, 0])).toBe("최근 데이터 3개 중 2개가 1 미만입니다.");
    expect(reasonOf([1, 1, 0])).toBe("최근 데이터 3개 중 1개가 1 미만입니다.");
    expect(reasonOf([1, 1, 5], { comparison: "above", threshold: 2.5 })).toBe("최근 데이터 3개 중 1개가 2.5 초과입니다.");
    expect(reasonOf([1], { comparison: "atMost", missingData: "breaching" })).toBe(
      "최근 데이터 3개 중 1개가 1 이하, 2개는 없어서 비정상으로 셉니다.",
    );
    expect(reasonOf([0, undefined, undefined, undefined])).toMatch(
      /^최근 4개 구간의 데이터가 모두 1 미만이고, 나머지는 없습니다\.$/,
    );
    expect(reasonOf([undefined, undefined])).toBe("최근 2개 구간에 데이터가 부족합니다.");
    expect(reasonOf([], { missingData: "ignore" })).toBe("판단할 데이터가 부족합니다. 상태 유지: OK.");
    expect(reasonOf([0, 0, 0], { ofDatapoints: 1, badDatapoints: 1, comparison: "atLeast", threshold: 0 })).not.toMatch(ENGLISH);
  });

  it("say that a value was not there, how many more there were, and what a code means", () => {
    const number = { shape: "number", unit: "none" } as const;
    expect(engineWordsInKorean(describeValues([], number))).toBe("없음");
    expect(engineWordsInKorean(describeValues([], { ...number, shape: "list" }))).toBe("없음");
    expect(engineWordsInKorean(describeValues(Array(12).fill(7), number))).toMatch(/, 7 외 2개$/);
    for (const body of ["", "ok", "[".repeat(200)]) {
      const parsed = parseJson(body);
      expect("unreadable" in parsed && engineWordsInKorean(parsed.unreadable).replace(/JSON|"ok"/g, "")).not.toMatch(ENGLISH);
    }
    for (const [code, meaning] of Object.entries(RCODES)) {
      const seen = describeValues([code], { shape: "text", unit: "none", values: { [code]: meaning } });
      expect(engineWordsInKorean(seen)).toMatch(/^"[A-Z]+" \([^A-Za-z]+\)$/);
    }
  });

  it("say how far a leak has come", () => {
    expect(engineWordsInKorean("threads are at 1,837 and rising")).toBe("threads: 현재 1,837, 증가 중");
    expect(engineWordsInKorean("at the present rate they reach their limit of 2,000 in about 3 h 20 min")).toBe(
      "지금 추세로는 약 3시간 20분 뒤에 한도 2,000 도달",
    );
  });

  it.each(["503", '"down"', '"no error, and 3 more"', "Threshold Crossed: 1 datapoint [0.0]"])("leave %s as it is", (text) => {
    expect(engineWordsInKorean(text)).toBe(text);
  });
});
