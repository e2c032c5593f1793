import { describe, expect, it } from "vitest";
import { jsonValues, plainJsonPath } from "./json-path.ts";

describe("plainJsonPath", () => {
  it.each([
    ["status", "$.status"],
    [".data.items[0].name", "$.data.items[0].name"],
    ["$.a.b", "$.a.b"],
    ["[0].id", "$[0].id"],
    ["`two words`.x", '$["two words"].x'],
    ["['a b'].c-d", '$["a b"]["c-d"]'],
  ])("writes %s as %s", (written, path) => {
    expect(plainJsonPath(written)).toBe(path);
  });

  it.each(["", "$", "items[state='busy']", "$count(items)", "a.b ~> $sum()", "a..b", "items[-1]"])(
    "refuses the expression %s",
    (written) => {
      expect(plainJsonPath(written)).toBeUndefined();
    },
  );
});

describe("jsonValues", () => {
  it("takes a number and its text for the same, as other tools do", () => {
    expect(jsonValues("5")).toEqual([5, "5"]);
    expect(jsonValues("true")).toEqual([true, "true"]);
    expect(jsonValues("UP")).toBe("UP");
    expect(jsonValues("")).toBe("");
  });
});
