import { expect, it } from "vitest";
import { formatSpan } from "./span.ts";

it.each([
  [-5, "0 s"],
  [900, "1 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [7_199_999, "120 min"],
  [10_800_000, "3 h"],
  [12_240_000, "3.4 h"],
  [432_000_000, "5 d"],
])("formatSpan says %i ms as %s", (spanMs, said) => {
  expect(formatSpan(spanMs)).toBe(said);
});
