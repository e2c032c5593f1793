import { describe, expect, it } from "vitest";
import { englishPage } from "./page-texts.en.ts";
import { koreanPage } from "./page-texts.ko.ts";

/** Names, and marks of the machine: the same everywhere. */
const SAME = new Set(["SMS", "Slack", " ", ""]);

/** Every text by its path, functions as their source. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string" || typeof value === "function") return [[path, String(value)]];
  return Object.entries(value ?? {}).flatMap(([key, part]) => textsOf(part, `${path}.${key}`));
}

describe("texts of the page", () => {
  it("are all said in Korean", () => {
    const english = new Map(textsOf(englishPage));
    const untold = textsOf(koreanPage).filter(([path, text]) => english.get(path) === text && !SAME.has(text));
    expect(untold).toEqual([]);
    const without = textsOf(koreanPage).filter(([, text]) => !/[가-힣]/.test(text) && !SAME.has(text) && !text.includes("p95"));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it("set no particle that depends on a sound directly behind a variable", () => {
    const particles = textsOf(koreanPage).filter(([, text]) =>
      /\$\{[^}]+\}(?:은|는|이|가|을|를|과|와|으로|로)(?![가-힣])/.test(text),
    );
    expect(particles).toEqual([]);
  });

  it("keep the places that the script fills in", () => {
    for (const texts of [englishPage, koreanPage]) {
      expect(texts.script.in).toContain("{span}");
      expect(texts.script.shown).toContain("{count}");
    }
  });
});
