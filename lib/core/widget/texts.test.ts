import { describe, expect, it } from "vitest";
import { englishWidget } from "./texts.en.ts";
import { koreanWidget } from "./texts.ko.ts";

describe("the widget's texts", () => {
  it("are not the same in both languages: nothing was left untranslated", () => {
    const [english, korean] = [englishWidget, koreanWidget].map(sentencesOf);
    expect(korean).toHaveLength(english?.length ?? 0);
    for (const [at, sentence] of (korean ?? []).entries()) expect(sentence).not.toBe(english?.[at]);
    for (const sentence of korean ?? []) expect(sentence).toMatch(/\p{Script=Hangul}/u);
  });

  it("put no Korean particle directly behind what is filled in", () => {
    for (const sentence of sentencesOf(koreanWidget)) expect(sentence).not.toMatch(/§[은는이가을를와과로]/u);
  });
});

function sentencesOf(texts: object): string[] {
  return Object.values(texts).flatMap((text: unknown): string[] => {
    if (typeof text === "string") return [text];
    if (typeof text === "function") return [String(text("§", "§")), String(text({ from: "§", to: "§", slice: "§" }))].slice(0, 1);
    return typeof text === "object" && text !== null ? sentencesOf(text) : [];
  });
}
