import { describe, expect, it } from "vitest";
import { defineChecks } from "./define-checks.ts";
import type { ChecksInput } from "./schema.ts";

const CHECKS: ChecksInput["checks"] = [
  { id: "acme-prod/checkout", publicTitle: "Checkout", http: "https://a.example" },
  { id: "globex/search", publicTitle: "Search", http: "https://b.example" },
  { id: "initech/vpn", title: "VPN", http: "https://c.example" },
];
const pagesOf = (part: Partial<ChecksInput>) => defineChecks({ name: "acme", checks: CHECKS, ...part }).statusPages;

describe("status pages in the configuration", () => {
  it("are none unless they are asked for", () => {
    expect(pagesOf({})).toBeUndefined();
    expect(pagesOf({ statusPage: false })).toBeUndefined();
  });

  it("are one for each group that shows something", () => {
    expect(pagesOf({ statusPage: true, language: "ko" })).toEqual([
      { group: "acme-prod", language: "ko" },
      { group: "globex", language: "ko" },
    ]);
  });

  it("are those that are named, with their titles", () => {
    const statusPage = { groups: ["globex", "initech", "globex"], title: { globex: "Globex" }, language: "ko" } as const;
    expect(pagesOf({ statusPage: { ...statusPage, groups: [...statusPage.groups] } })).toEqual([
      { group: "globex", title: "Globex", language: "ko" },
    ]);
    expect(pagesOf({ statusPage: { title: "Ours" } })).toMatchObject([{ title: "Ours" }, { title: "Ours" }]);
  });
});
