import { describe, expect, it } from "vitest";
import { defineChecks } from "../config/index.ts";
import { STORY_TYPES, type Trouble } from "../model/story.ts";
import { blocksOf, renderEveryForm } from "./every-form.ts";
import { exampleStory } from "./examples/example-story.ts";
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

describe("a message in Korean", () => {
  const { checks } = defineChecks({
    name: "acme",
    contacts: { oncall: { email: ["oncall@acme.example"] } },
    defaults: { notify: ["oncall"] },
    checks: [
      { id: "acme/web", http: "https://api.acme.example/" },
      { id: "acme/ticks", kdb: { host: "kdb.acme.example", port: 5010 } },
      { id: "acme/name", dns: { name: "api.acme.example" } },
      { id: "acme/tls", tls: { host: "api.acme.example" } },
      { id: "acme/object", s3: { bucket: "acme", key: "export.json" }, expect: { ageMs: { below: "15m" } } },
    ],
  });
  const cases = checks.flatMap((check) => STORY_TYPES.map((type) => ({ id: check.id, type, check })));
  /** Commands, questions, addresses and what stands in quotation marks: somebody's own words. */
  const OWN_WORDS =
    /npx bongsu [^\n]*|“[^”]*”|"[^"]*"|[A-Z0-9+]+ \S+ from [^(]*|1\+1 at \S+|https?:\/\/\S+|Example CA|by UDP|\{[^}]*\}/g;
  const about = (type: string): Trouble => (type === "reminder" ? "storm" : "down");

  it.each(cases)("holds no English sentence: $type of $id", ({ check, type }) => {
    const context = {
      check,
      others: ["acme/other"],
      timezone: "Asia/Seoul",
      deployment: "acme",
      nowEpochMs: Date.UTC(2026, 10, 22),
    };
    const story = { ...exampleStory(type, context, about(type)), alarmReason: "2 of the last 3 datapoints were below 1." };
    const { email, sms } = renderEveryForm(story, { language: "ko", smsLanguage: "ko" });
    const text = blocksOf({ ...(email && { email }), ...(sms && { sms }) }).map((block) => block.text.replaceAll(/\n +/g, " "));
    expect(text.join("\n").replaceAll(OWN_WORDS, "")).not.toMatch(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i);
  });
});
