import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";

const MINUTE_MS = 60_000;
const PAGES = [
  { group: "acme-prod", title: "Acme", language: "en" },
  { group: "", language: "ko" },
] as const;
const CHECKS = [
  aCheck({ id: "acme-prod/checkout", group: "acme-prod", title: "ours", publicTitle: "Checkout", from: ["region", "eu-west-1"] }),
  aCheck({ id: "acme-prod/login", group: "acme-prod", title: "ours", publicTitle: "Login" }),
  aCheck({ id: "acme-prod/database", group: "acme-prod", title: "ours" }),
  aCheck({ id: "alone", group: "", title: "ours", publicTitle: "Alone" }),
];

function serve() {
  return serveBoard(
    CHECKS,
    (add) => {
      for (const ago of [3, 2, 1]) {
        add(aDownOutcome({ check: "acme-prod/checkout" }), ago * MINUTE_MS);
        add(anOutcome({ check: "acme-prod/login" }), ago * MINUTE_MS);
        add(aDownOutcome({ check: "acme-prod/database" }), ago * MINUTE_MS);
      }
    },
    { statusPages: PAGES },
  );
}

describe("status pages on this computer", () => {
  it("show what customers will see, made of what this computer knows", async () => {
    await using served = await serve();
    const ask = async (path: string) => (await fetch(`${served.page.url}/status/acme-prod/${path}`)).text();
    const markup = await ask("index.html");
    expect(markup).toContain("1 of 2 services does not work.");
    expect(markup).toContain("Checkout: requests may fail.");
    expect(markup).toContain("0 % of 3 checks, 1 of 90 days with data");
    for (const ours of ["acme-prod", "ours", "database"]) expect(markup).not.toContain(ours);
    expect(await ask("ko.html")).toContain("서비스 2개 중 1개에 장애가 있습니다.");
    expect(JSON.parse(await ask("status.json"))).toMatchObject({ schemaVersion: 1, overall: "partial" });
    expect(await ask("badge/checkout.svg")).toContain("Checkout: Outage");
    expect(await ask("feed.xml")).toContain(`${served.page.url}/status/acme-prod/index.html`);
  });

  it("lead from the plain address to the page, also for checks without a group", async () => {
    await using served = await serve();
    for (const [group, found] of [
      ["acme-prod", "Operational"],
      ["-", "데이터 없음"],
    ]) {
      const page = await fetch(`${served.page.url}/status/${group}`);
      expect(page.url).toBe(`${served.page.url}/status/${group}/index.html`);
      expect(await page.text()).toContain(found);
    }
  });

  it("say in a sentence what there is, and how to have one", async () => {
    await using served = await serve();
    const unknown = await fetch(`${served.page.url}/status/globex/index.html`);
    expect([unknown.status, await unknown.text()]).toEqual([
      404,
      "Status pages: /status/acme-prod/index.html, /status/-/index.html\n",
    ]);
    expect((await fetch(`${served.page.url}/status/acme-prod/private/record.json`)).status).toBe(404);
    await using without = await serveBoard(CHECKS);
    expect(await (await fetch(`${without.page.url}/status/acme-prod/`)).text()).toContain("write statusPage: true");
  });

  it("let the page do no more than the page itself says", async () => {
    await using served = await serve();
    const { headers } = await fetch(`${served.page.url}/status/acme-prod/index.html`);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; connect-src 'self';/,
    );
  });
});
