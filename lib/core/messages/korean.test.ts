import { describe, expect, it } from "vitest";
import { type Particle, withParticle } from "./korean.ts";

describe("Korean particles", () => {
  it.each<[string, Particle, string]>([
    ["체크", "은/는", "체크는"],
    ["서버", "이/가", "서버가"],
    ["응답", "이/가", "응답이"],
    ["인증서", "을/를", "인증서를"],
    ["풀", "을/를", "풀을"],
    ["풀", "로/으로", "풀로"],
    ["응답", "로/으로", "응답으로"],
    ["호스트", "로/으로", "호스트로"],
    ["스레드", "과/와", "스레드와"],
  ])("follow the last syllable: %s with %s", (word, particle, expected) => {
    expect(withParticle(word, particle)).toBe(expected);
  });

  it.each<[string, Particle, string]>([
    ["503", "을/를", "503을"],
    ["502", "을/를", "502를"],
    ["1", "로/으로", "1로"],
    ["6", "로/으로", "6으로"],
    ["10", "이/가", "10이"],
    ["2,000", "은/는", "2,000은"],
    ["1.5", "은/는", "1.5는"],
    ["3.0", "은/는", "3.0은"],
    ["0", "이/가", "0이"],
    ["1000000000000", "이/가", "1000000000000가"],
  ])("follow a number as it is read: %s with %s", (word, particle, expected) => {
    expect(withParticle(word, particle)).toBe(expected);
  });

  it.each<[string, Particle, string]>([
    ["DNS", "은/는", "DNS는"],
    ["HTML", "을/를", "HTML을"],
    ["HTML", "로/으로", "HTML로"],
    ["JVM", "이/가", "JVM이"],
    ["TCP", "은/는", "TCP는"],
    ["login", "은/는", "login은"],
    ["terminal", "로/으로", "terminal로"],
    ["redis", "이/가", "redis가"],
    ["acme/sms", "은/는", "acme/sms는"],
  ])("follow Latin letters as they are spoken: %s with %s", (word, particle, expected) => {
    expect(withParticle(word, particle)).toBe(expected);
  });

  it("are both given where nobody can tell how a word sounds", () => {
    expect(withParticle("checkout", "은/는")).toBe("checkout은(는)");
    expect(withParticle("checkout", "로/으로")).toBe("checkout(으)로");
    expect(withParticle("", "이/가")).toBe("이(가)");
  });

  it("look through closing brackets and quotation marks", () => {
    expect(withParticle("‘결제 API’", "은/는")).toBe("‘결제 API’는");
    expect(withParticle("결제(신규)", "을/를")).toBe("결제(신규)를");
  });
});
