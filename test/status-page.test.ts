/** Status pages as customers see them: in a real browser, and as the function writes them that is deployed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createDynamoDbClient } from "../lib/aws/dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "../lib/aws/dynamodb-incident-store.ts";
import { bundle, writeBundle } from "../lib/constructs/handler-bundle.ts";
import { pageFiles } from "../lib/core/status-page/page-files.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type HttpStandIn, readBody, startHttpServer } from "./kit/aws/http-server.ts";
import { environmentKeys, type S3StandIn, startS3 } from "./kit/aws/s3.ts";
import { hasChromium, launchChromium, openPage, type PageOptions, type TestBrowser, whereChromium } from "./kit/browser.ts";
import { weakTexts } from "./kit/contrast.ts";
import { aCheck, aConfig } from "./kit/deployment.ts";
import { anIncident } from "./kit/incidents.ts";
import {
  aBadDay,
  aService,
  aStatusConfig,
  aStatusView,
  MINUTE_MS,
  NOW_EPOCH_MS,
  type ServedPage,
  serveStatusPage,
  someDays,
} from "./kit/status-pages.ts";

const HOSTILE = `<img src=x onerror="document.title='owned'"></script><script>document.title='owned'</script>]]>&amp;`;
const title = hasChromium ? "a status page in Chromium" : `a status page (skipped: it needs Chromium at ${whereChromium})`;

describe.skipIf(!hasChromium)(title, () => {
  let browser: TestBrowser;
  let served: ServedPage;

  beforeAll(async () => {
    browser = await launchChromium();
    served = await serveStatusPage(aBadDay());
  });

  afterAll(async () => {
    await browser?.close();
    await served?.[Symbol.asyncDispose]();
  });

  /** At the minute of the made-up day; whatever the page complains of, or asks of another place, fails the test. */
  async function scene(
    act: (page: Page) => Promise<void>,
    { nowEpochMs = NOW_EPOCH_MS, path = "/index.html", ...options }: Scene = {},
  ) {
    const context = await browser.newContext({ viewport: { width: 1_000, height: 900 }, ...options });
    await context.clock.install({ time: nowEpochMs });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^data:|^http:\/\/127\.0\.0\.1:/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(served.url + path);
    await act(page);
    expect(complaints).toEqual([]);
    await context.close();
  }

  type Scene = Partial<PageOptions> & { readonly nowEpochMs?: number };

  const headline = (page: Page) => page.locator(".headline:visible").innerText();

  it("says first who, then how it is in a word, then what is open, then each service, then what was", async () => {
    await scene(async (page) => {
      expect(await page.title()).toBe("✕ Partial outage – Acme");
      expect(await headline(page)).toBe("✕ Partial outage\n1 of 4 services does not work.");
      const texts = await page.locator("h1, .headline:visible strong, h2, h3").allInnerTexts();
      expect(texts).toEqual([
        ...["Acme", "✕ Partial outage", "Now", "Services", "Checkout API", "Login", "검색", "Invoices"],
        "Past incidents, last 90 days",
      ]);
      expect(await page.locator(".card").first().innerText()).toBe(
        "✕ Investigating\n\nCheckout API: requests may fail.\n\nSince Sun 22 Nov 17:21 KST, 19 min ago. Next update at 17:41 KST.",
      );
      expect(await page.locator("footer").innerText()).toContain(
        "Updated Sun 22 Nov 17:40 KST · counted until Sun 22 Nov 17:15 KST",
      );
      expect(await page.locator(".past li").allInnerTexts()).toContain(
        "✕ Checkout API, Login: requests may fail.\nResolved · Sun 8 Nov 17:40 KST, for 13 h 21 min",
      );
    });
  });

  it("says the same in Korean, one link away, without a cookie", async () => {
    await scene(async (page) => {
      await page.getByRole("link", { name: "한국어" }).click();
      expect(await page.locator("html").getAttribute("lang")).toBe("ko");
      expect(await headline(page)).toBe("✕ 일부 장애\n서비스 4개 중 1개에 장애가 있습니다.");
      expect(await page.locator(".card").first().innerText()).toContain("11월 22일(일) 17:21 KST부터, 19분째");
      expect(await page.context().cookies()).toEqual([]);
    });
  });

  it.each(["light", "dark"] as const)(
    "is readable: every text has a contrast of 4.5 in a %s theme, fresh and stale",
    async (colorScheme) => {
      const readable = async (page: Page) => expect(await weakTexts(page, 4.5)).toEqual([]);
      await scene(readable, { colorScheme });
      await scene(readable, { colorScheme, nowEpochMs: NOW_EPOCH_MS + 10 * MINUTE_MS });
    },
  );

  it("tells states apart by shape and word, for those who see no colours", async () => {
    await scene(async (page) => {
      const badges = await page.locator(".badge").allInnerTexts();
      expect(badges.map((text) => text.slice(0, 1))).toEqual(["✕", "●", "◐", "●"]);
      const shapes = await page.evaluate<string[]>(
        "[...document.querySelector('.bars').querySelectorAll('path')].map((path) => path.getAttribute('d'))",
      );
      const strokes = shapes.flatMap((shape) => shape.split(/M[\d.]+ 34/).filter((stroke) => stroke !== ""));
      // Good days are low, bad ones taller, and those with more than a tenth are broken.
      expect(new Set(strokes)).toEqual(new Set(["v-10", "v-17", "v-21", "v-15", "v-21m0 -4V0"]));
      expect(await page.locator(".bars").first().getAttribute("aria-label")).toBe(
        "Last 90 days: 85 without failures, 5 with failures, 0 without data.",
      );
      await page.locator("summary").first().click();
      expect(await page.locator("details table").first().innerText()).toContain("Sun 8 Nov\t800 (55.56 %)\t1,440");
    });
  });

  it.each([320, 640, 1_600])("fits a width of %d without scrolling sideways", async (width) => {
    for (const path of ["/index.html", "/ko.html"]) {
      await scene(
        async (page) => expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width),
        { path, viewport: { width, height: 800 } },
      );
    }
  });

  it("says in place of its state that there is no fresh data, once it is older than three intervals", async () => {
    const stale = "○ No fresh data since Sun 22 Nov 17:40 KST";
    await scene(async (page) => expect(await headline(page)).toContain("Partial outage"), {
      nowEpochMs: NOW_EPOCH_MS + 2 * MINUTE_MS,
    });
    await scene(
      async (page) => {
        expect(await headline(page)).toContain(stale);
        expect(await page.title()).toBe("○ No fresh data since Sun 22 Nov 17:40 KST");
        expect(await page.locator(".badge").nth(1).innerText()).toBe("last known: ● Operational");
        expect(await page.locator("main").innerText()).not.toContain("Next update");
      },
      { nowEpochMs: NOW_EPOCH_MS + 4 * MINUTE_MS },
    );
  });

  it("grows old before the eyes of who leaves it open, and recovers when it is written again", async () => {
    await using frozen = await serveStatusPage(aBadDay());
    const context = await browser.newContext();
    await context.clock.install({ time: NOW_EPOCH_MS });
    const page = await context.newPage();
    await page.goto(`${frozen.url}/index.html`);
    await page.locator("summary").first().click();
    await context.clock.runFor(3 * MINUTE_MS + 10_000);
    expect(await headline(page)).toContain("No fresh data since Sun 22 Nov 17:40 KST");
    frozen.show(aBadDay(NOW_EPOCH_MS + 4 * MINUTE_MS));
    await context.clock.runFor(MINUTE_MS);
    await page.locator("footer", { hasText: "Updated Sun 22 Nov 17:44 KST" }).waitFor();
    expect(await headline(page)).toContain("Partial outage");
    expect(await page.title()).toBe("✕ Partial outage – Acme");
    expect(await page.locator("details[open]").count()).toBe(1);
    await context.close();
  });

  it("is complete without JavaScript, and says that it cannot tell its age", async () => {
    await scene(
      async (page) => {
        expect(await headline(page)).toContain("Partial outage");
        expect(await page.locator("footer").innerText()).toContain("compare the time of its update with your clock");
        expect(await page.locator('meta[http-equiv="refresh"]').count()).toBe(1);
      },
      { javaScriptEnabled: false },
    );
  });

  it("shows hostile titles as the text they are", async () => {
    const config = aStatusConfig([aService("a", HOSTILE)], {
      statusPages: [{ group: "internal-name", title: HOSTILE, language: "en" }],
    });
    await using hostile = await serveStatusPage(
      aStatusView({ config, days: { a: someDays(2, { 0: 3 }) }, states: { a: { state: "down" } } }),
    );
    const { page, complaints, foreign } = await openPage(browser, { url: hostile.url, path: "/index.html" });
    expect(await page.locator("h1").innerText()).toBe(HOSTILE);
    expect(await page.locator("img, main script").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.context().close();
  });

  it("has badges and a feed that are well-formed, whatever the titles hold", async () => {
    const config = aStatusConfig([aService("a", HOSTILE), aService("b", "검색")]);
    const view = aStatusView({ config, states: { a: { state: "down" }, b: { state: "up" } } });
    const files = pageFiles(view, { url: "https://status.example/k/", createdAtEpochMs: 0 });
    const page = await browser.newPage();
    for (const { body, contentType } of files.filter(({ path }) => /\.(svg|xml)$/.test(path))) {
      const type = contentType.includes("svg") ? "image/svg+xml" : "application/xml";
      const parse = `new DOMParser().parseFromString(${JSON.stringify(body)}, "${type}").documentElement`;
      const parsed = await page.evaluate<{ root: string; text: string }>(
        `(({ nodeName, textContent }) => ({ root: nodeName, text: textContent }))(${parse})`,
      );
      expect(["svg", "feed"]).toContain(parsed.root);
      expect(parsed.text).not.toContain("parsererror");
    }
    await page.close();
  });
});

const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-status-page-"));
const BUCKET = "acme-exports";
const DEPLOYED = {
  checks: [
    aCheck("acme-prod/checkout", { group: "acme-prod", publicTitle: "Checkout" }),
    aCheck("acme-prod/login", { group: "acme-prod", publicTitle: "Login" }),
    aCheck("acme-prod/internal", { group: "acme-prod" }),
  ],
  statusPages: [{ group: "acme-prod", title: "Acme", language: "en" }],
} as const;

type Handler = () => Promise<{ readonly pages: readonly { group: string; url: string }[] }>;

describe("the function that writes status pages", () => {
  let s3: S3StandIn;
  let table: DynamoDbStandIn;
  let cloudWatch: HttpStandIn;
  let environment: Disposable;
  let deployments = 0;
  let states: Record<string, string>;

  beforeEach(async () => {
    const { env, issuer } = environmentKeys();
    states = { checkout: "OK", login: "OK", internal: "ALARM" };
    [s3, table, cloudWatch] = await Promise.all([startS3(issuer), startDynamoDb(), startCloudWatch(() => states)]);
    environment = useAwsEnvironment({
      ...env,
      ...{ AWS_REGION: "ap-northeast-2", AWS_ENDPOINT_URL_S3: s3.origin, AWS_MAX_ATTEMPTS: "1" },
      ...{ AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.origin, AWS_ENDPOINT_URL_DYNAMODB: table.origin },
    });
    const variables = {
      ...{ BONGSU_LOCATION_REGION: "ap-northeast-2", BONGSU_LOCATION_VPC: "ap-northeast-2/vpc" },
      ...{ BONGSU_STATUS_BUCKET: BUCKET, BONGSU_STATUS_URL: "https://d111.cloudfront.example" },
      BONGSU_INCIDENT_TABLE: "bongsu-acme-incidents",
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    environment[Symbol.dispose]();
    await Promise.all([s3, table, cloudWatch].map((server) => server[Symbol.asyncDispose]()));
  });

  afterAll(() => rmSync(FOLDER, { recursive: true }));

  /** A fresh container: the bundle in a folder of its own. */
  function deploy(): Handler {
    deployments += 1;
    const folder = join(FOLDER, String(deployments));
    writeBundle(folder, bundle("status-page"));
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ schemaVersion: 1, config: aConfig(DEPLOYED) }));
    // Node loads it as Lambda does; `import` here would be the test runner's own.
    const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, "status-page.mjs"));
    return loaded.handler;
  }

  const shown = (url: string, file = "index.html") => {
    const key = `public${new URL(url).pathname.replace("index.html", file)}`;
    return s3.objects.get(key)?.body.toString() ?? "";
  };

  it("writes the page of each group from alarms, metrics and incidents, and answers with its address", async () => {
    const { pages } = await deploy()();
    const [page] = pages;
    expect(pages).toHaveLength(1);
    expect(page?.url).toMatch(/^https:\/\/d111\.cloudfront\.example\/[0-9a-f]{32}\/index\.html$/);
    expect(shown(page?.url ?? "")).toContain("All 2 services work.");
    expect(shown(page?.url ?? "")).toContain("98.33 % of 60 checks, 1 of 90 days with data");
    expect([...s3.objects.values()].map(({ headers }) => headers?.["cache-control"])).toContain("public, max-age=30");
  });

  it("shows an incident that the responder keeps, by the public names of its checks alone, under the address of before", async () => {
    const first = await deploy()();
    states.checkout = "ALARM";
    const client = createDynamoDbClient({ credentials: createCredentials() });
    const store = createDynamoDbIncidentStore({ client, tableName: "bongsu-acme-incidents", deployment: "acme" });
    const member = { alarm: "x", topic: "down", sinceEpochMs: Date.now() - 5 * MINUTE_MS };
    const members = [
      { ...member, check: "acme-prod/checkout" },
      { ...member, check: "acme-prod/internal" },
    ];
    await store.commit({ incidents: [anIncident({ members, state: "closing", openedAtEpochMs: member.sinceEpochMs })] }, 0);
    const second = await deploy()();
    expect(second).toEqual(first);
    const markup = shown(second.pages[0]?.url ?? "");
    expect(markup).toContain("Monitoring");
    expect(markup).toContain("Checkout: requests may fail.");
    for (const ours of ["acme-prod", "internal", "k7f2", "api.acme.example"]) expect(markup).not.toContain(ours);
  });

  it("writes nothing, and fails, when CloudWatch does not say how things are", async () => {
    const { pages } = await deploy()();
    const before = shown(pages[0]?.url ?? "");
    await cloudWatch.goDown();
    await expect(deploy()()).rejects.toThrow();
    expect(shown(pages[0]?.url ?? "")).toBe(before);
  });

  it("brings nothing along that only synth and the command line need", () => {
    const { inputs } = bundle("status-page");
    for (const name of ["zod", "yaml", "commander", "aws-cdk-lib", "esbuild"]) {
      expect(inputs.filter((input) => input.startsWith(`node_modules/${name}/`))).toEqual([]);
    }
  });
});

/** Alarms of three checks, and sixty runs in the hour before, one of which failed. */
function startCloudWatch(statesNow: () => Readonly<Record<string, string>>): Promise<HttpStandIn> {
  return startHttpServer(async (incoming, response) => {
    const request = JSON.parse((await readBody(incoming)).toString("utf8"));
    const isAlarms = String(incoming.headers["x-amz-target"]).endsWith(".DescribeAlarms");
    const document = isAlarms
      ? { MetricAlarms: alarmsIn(statesNow()) }
      : { MetricDataResults: request.MetricDataQueries.map(anHour) };
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(document));
  });
}

function alarmsIn(states: Readonly<Record<string, string>>): object[] {
  return Object.entries(states).map(([check, StateValue]) => ({
    ...{ AlarmName: `acme: acme-prod/${check} is down`, StateValue, StateReason: "" },
    StateTransitionedTimestamp: Date.now() / 1_000 - 300,
  }));
}

function anHour({ Id, MetricStat }: { readonly Id: string; readonly MetricStat: { readonly Stat: string } }): object {
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600;
  return { Id, Timestamps: [hour], Values: [MetricStat.Stat === "Sum" ? 59 : 60], StatusCode: "Complete" };
}
