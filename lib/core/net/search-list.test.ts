import { describe, expect, it } from "vitest";
import { hasSearchList } from "./search-list.ts";

describe("hasSearchList", () => {
  it.each([
    ["nameserver 10.0.0.10\nsearch default.svc.cluster.local svc.cluster.local\noptions ndots:5", true],
    ["domain corp.example", true],
    ["\tsearch\tcorp.example\r\n", true],
    ["nameserver 10.0.0.2", false],
    ["search", false],
    ["search .", false],
    ["#search corp.example\n; domain corp.example", false],
    ["", false],
  ])("reads %j as %s", (resolvConf, expected) => {
    expect(hasSearchList(resolvConf)).toBe(expected);
  });
});
