import { describe, expect, it } from "vitest";
import { isGsm7, toGsm7, weighSeptets } from "./gsm7.ts";

describe("the alphabet of SMS", () => {
  it("counts extension characters twice", () => {
    expect([..."a@Δ€[]{}|^~\\"].map(weighSeptets)).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it.each([
    ["“quoted” — dashed… → 3 × ≥ 2", '"quoted" - dashed... -> 3 x >= 2'],
    ["čaj naïve Ørsted", "caj naive Ørsted"],
    ["결제 API", "? API"],
    ["a🎉🎉b\tc", "a?b c"],
    ["`ls`", "'ls'"],
  ])("writes %s as %s", (text, written) => {
    expect(toGsm7(text)).toBe(written);
    expect(isGsm7(written)).toBe(true);
  });
});
