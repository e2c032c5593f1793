import { describe, expect, it } from "vitest";
import { assignIds, idPart } from "./ids.ts";
import { romanize } from "./romanize.ts";

function named(name: string, ownId?: string, groups: readonly string[] = []) {
  return { name, groups, ...(ownId !== undefined && { ownId }) };
}

describe("romanize", () => {
  it.each([
    ["결제 API", "gyeolje-api"],
    ["한글", "hangeul"],
    ["주문 서버 (운영)", "jumun-seobeo-unyeong"],
    ["Zürich Büro", "zurich-buro"],
    ["  --Shop__1.2--  ", "shop__1.2"],
    ["日本", ""],
  ])("writes %s as %s", (name, romanized) => {
    expect(romanize(name)).toBe(romanized);
    expect(romanize(name.normalize("NFD"))).toBe(romanized);
  });
});

describe("assignIds", () => {
  it("puts groups before the name, at most two", () => {
    expect(assignIds([named("API", undefined, ["Acme", "Shop", "Cart"])])).toEqual(["acme/shop/api"]);
  });

  it("tells names apart by the other tool's id, and then by number", () => {
    expect(assignIds([named("API", "1"), named("api", "2"), named("API", "2"), named("x"), named("X")])).toEqual([
      ...["api", "api-2", "api-2-2"].slice(0, 2),
      "api-3",
      "x",
      "x-2",
    ]);
  });

  it("gives names without ASCII an id that is the same tomorrow, and unlike others", () => {
    expect(idPart("日本")).toBe(idPart("日本"));
    expect(idPart("日本")).toMatch(/^x[a-z0-9]+$/);
    expect(idPart("日本")).not.toBe(idPart("中国"));
  });

  it("keeps what was there when something is added", () => {
    const before = assignIds([named("a", "1"), named("b", "2")]);
    expect(assignIds([named("a", "1"), named("b", "2"), named("a", "3")]).slice(0, 2)).toEqual(before);
  });
});
