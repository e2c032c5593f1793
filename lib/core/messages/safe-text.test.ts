import { describe, expect, it } from "vitest";
import { aStory } from "../../../test/kit/stories.ts";
import { safeStory } from "./safe-story.ts";
import { safeName, safeText } from "./safe-text.ts";

const KEY = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00";

describe("foreign text in a message", () => {
  it.each([
    ["a password in an address", "redis://app:hunter2@cache:6379/0", "redis://***@cache:6379/0"],
    ["an Authorization header", "Authorization: Digest username=bob, response=6629fae4", "Authorization: ***"],
    ["a cookie", "set-cookie: session=31d4d96e; Path=/", "set-cookie: ***"],
    ["a signed address", "GET /a?X-Amz-Signature=31d4d96e&x=1", "GET /a?X-Amz-Signature=***&x=1"],
    ["a token with a known beginning", "used ghp_16C7e42F292c6912E7710c838347Ae178B4a", "used ***"],
    ["a secret key of AWS", `aws ${KEY} refused`, "aws *** refused"],
    ["what outcomes mask already", "Bearer abcdef123456 refused", "*** refused"],
  ])("does not show %s", (_, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it("shows fingerprints, ids and long words as they are", () => {
    const text =
      "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, request 7f31c0de-1234-4abc-9def-0123456789ab";
    expect(safeText(text)).toBe(text);
  });

  it("is one line without invisible letters, and at most 300 long", () => {
    expect(safeText("a\r\nb\u200bc\u202ed\u{e0041}e\u3164f")).toBe("a bcdef");
    expect(safeText("x".repeat(5_000))).toHaveLength(300);
  });

  it("leaves long names of checks alone", () => {
    expect(safeName(`acme/${KEY}`)).toBe(`acme/${KEY}`);
  });
});

describe("a safe story", () => {
  it("is the same story when nothing is wrong with it", () => {
    expect(safeStory(aStory())).toEqual(aStory());
  });

  it("masks what a finding carries, but not the names of the configuration", () => {
    const story = aStory({ deployment: KEY, threads: [`pool of ${KEY}`], alarmReason: "password=hunter2" });
    expect(safeStory(story)).toMatchObject({ deployment: KEY, threads: ["pool of ***"], alarmReason: "password=***" });
  });

  it("bounds every list", () => {
    expect(safeStory(aStory({ fine: Array.from({ length: 500 }, () => "x") })).fine).toHaveLength(50);
  });
});
