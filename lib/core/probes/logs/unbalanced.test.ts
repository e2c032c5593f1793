import { describe, expect, it } from "vitest";
import { findUnbalanced } from "./unbalanced.ts";

describe("findUnbalanced", () => {
  it.each([
    "ExpiredToken",
    "?ERROR ?WARN -DEBUG",
    '"slow query" "duration:"',
    '"a quote \\" inside"',
    '"unpaired ) ] } % inside quotes"',
    '{ ($.code = "Expired*") && ($.ms > 2000) }',
    "{ $.items[0].name = %^[A-Z]{2}\\%$% }",
    "[ip, user, time, request, status = 5*, bytes]",
  ])("passes %s through", (pattern) => {
    expect(findUnbalanced(pattern)).toBeUndefined();
  });

  it.each([
    ['"slow query', { opened: '"' }],
    ['say "it\\"', { opened: '"' }],
    ["%[0-9]+ ms", { opened: "%" }],
    ["{ ($.ms > 2000 }", { opened: "(" }],
    ["[ip, user", { opened: "[" }],
    ["timeout)", { closed: ")" }],
    ["{ $.a = 1 } }", { closed: "}" }],
  ])("names what is missing in %s", (pattern, expected) => {
    expect(findUnbalanced(pattern)).toEqual(expected);
  });
});
