import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../../test/kit/checks.ts";
import type { StoryType } from "../../model/story.ts";
import { renderTerminal } from "../terminal.ts";
import { exampleStory } from "./example-story.ts";

const context = {
  check: makeCheck({ id: "acme/checkout", kind: "http", target: { url: "https://a.example/" } }),
  ...{ others: ["acme/login"], deployment: "acme", timezone: "Asia/Seoul", nowEpochMs: Date.UTC(2026, 10, 22, 8, 40) },
};

describe("an example", () => {
  it.each<[StoryType, string]>([
    ["down", "✕ DOWN"],
    ["storm", "✕ DOWN"],
    ["slow", "~ SLOW"],
    ["certificate", "~ CERT"],
    ["slow-hour", "~ "],
    ["resolved", "✓ OK"],
  ])("of %s has the sign that its alarm would have: %s", (type, sign) => {
    expect(renderTerminal(exampleStory(type, context), { language: "en" })[0]).toContain(` ${sign}`);
  });
});
