/** The widget's function as it is deployed: the real bundle with its manifest beside it, against a CloudWatch that keeps what it is given; and its HTML in a real browser. */
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
import { type DynamoDbStandIn, startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type MetricStore, startMetricStore } from "./kit/aws/metric-store.ts";
import { hasChromium, launchChromium, type TestBrowser } from "./kit/browser.ts";
import { weakTexts } from "./kit/contrast.ts";
import {
  aClosedIncident,
  aContext,
  anOpenIncident,
  ask,
  asPage,
  aWidgetCheck,
  aWidgetManifest,
  DAY_CHECKS,
  dayRuns,
  FUNCTION_ARN,
  madeUpHistory,
} from "./kit/widget.ts";
import { markupFaults } from "./kit/widget-markup.ts";

const MINUTE_MS = 60_000;
const LOCATION = "ap-northeast-2";
const ANSWER_MAX_MS = 1_000;
const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-widget-"));

type Handler = (event: unknown, context: { readonly invokedFunctionArn: string }) => Promise<string>;

describe("the widget's function", () => {
  let cloudWatch: MetricStore;
  let table: DynamoDbStandIn;
  let environment: Disposable;
  let deployments = 0;

  beforeEach(async () => {
    [cloudWatch, table] = await Promise.all([startMetricStore(), startDynamoDb()]);
    environment = useAwsEnvironment({
      AWS_REGION: LOCATION,
      AWS_ENDPOINT_URL: cloudWatch.origin,
      AWS_ENDPOINT_URL_DYNAMODB: table.origin,
      AWS_MAX_ATTEMPTS: "1",
      AWS_ACCESS_KEY_ID: "ASIATEST",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    vi.stubEnv("BONGSU_LOCATION_REGION", LOCATION);
    vi.stubEnv("BONGSU_LOCATION_VPC", `${LOCATION}/vpc`);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    environment[Symbol.dispose]();
    await Promise.all([cloudWatch, table].map((server) => server[Symbol.asyncDispose]()));
  });

  afterAll(() => rmSync(FOLDER, { recursive: true }));

  /** A fresh container: the bundle in a folder of its own. */
  function deploy(manifest: unknown): Handler {
    deployments += 1;
    const folder = join(FOLDER, String(deployments));
    writeBundle(folder, bundle("widget"));
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    // Node loads it as Lambda does; `import` here would be the test runner's own.
    const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, "widget.mjs"));
    return loaded.handler;
  }

  /** The last six hours of a check: one run in ten is down. */
  function seed(check: string): void {
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const Dimensions = Object.entries({ Deployment: "acme", Check: check, Location: LOCATION }).map(([Name, Value]) => ({
      Name,
      Value,
    }));
    for (let run = 0; run < 180; run += 1) {
      const Timestamp = (now - (360 - 2 * run) * MINUTE_MS) / 1_000;
      const isUp = run % 10 !== 0;
      cloudWatch.seed({ MetricName: "Up", Dimensions, Timestamp, Value: Number(isUp) });
      if (isUp) cloudWatch.seed({ MetricName: "LatencyMs", Dimensions, Timestamp, Value: 80 });
    }
  }

  const live = () => aContext({ timeRange: { start: Date.now() - 360 * MINUTE_MS, end: Date.now() } });
  const call = (handler: Handler, event: object) => handler(event, { invokedFunctionArn: FUNCTION_ARN });

  it("acceptance 7: draws 100 checks from CloudWatch in less than a second and 300 kB, and reads nothing again at once", async () => {
    const checks = Array.from({ length: 100 }, (_, at) => aWidgetCheck(`acme-${at % 7}/check-${at}`, { watchesSlowness: false }));
    for (const { id } of checks) seed(id);
    const handler = deploy(aWidgetManifest(checks));
    const event = { view: "overview", widgetContext: live() };
    const startMs = performance.now();
    const drawn = await call(handler, event);
    // This computer is also the CloudWatch that is asked, and does other things at the time.
    expect(performance.now() - startMs).toBeLessThan(3 * ANSWER_MAX_MS);
    expect(drawn.match(/class="heartbeat"/g)).toHaveLength(100);
    expect(drawn).toContain("80 ms");
    expect(markupFaults(drawn)).toEqual([]);
    expect(Buffer.byteLength(drawn)).toBeLessThan(300_000);
    const readsBefore = cloudWatch.reads.length;
    expect(await call(handler, event)).toBe(drawn);
    expect(cloudWatch.reads).toHaveLength(readsBefore);
  });

  it("shows one check as the dashboard's variable or a name asks for it", async () => {
    seed("acme/one");
    const handler = deploy(aWidgetManifest([aWidgetCheck("acme/one")]));
    const drawn = await call(handler, { view: "check", check: "acme/one", widgetContext: live() });
    expect(drawn).toMatch(/>90 % of 180 runs were up or slow</);
    expect(await call(handler, { view: "check", check: "__CHECK__" })).toContain("Choose a check");
    expect(await call(handler, { describe: true })).toContain("## Bongsu");
  });

  it("gives the six answers of an open incident from the responder's table, and draws without them where it may not read it", async () => {
    seed("acme-prod/checkout");
    const client = createDynamoDbClient({ credentials: createCredentials(), region: LOCATION });
    const place = { tableName: "bongsu-acme-incidents", deployment: "acme" };
    await createDynamoDbIncidentStore({ client, ...place }).commit({ incidents: [anOpenIncident()] }, 0);
    const handler = deploy(aWidgetManifest([aWidgetCheck("acme-prod/checkout")]));
    const event = { view: "check", check: "acme-prod/checkout", widgetContext: live() };
    const drawn = await call(handler, event);
    expect(drawn).toContain("Open incident k7f2");
    expect(drawn).toContain("The server itself answers 503");
    expect(markupFaults(drawn)).toEqual([]);
    expect(Buffer.byteLength(drawn)).toBeLessThan(300_000);
    const listed = await call(handler, { view: "incidents", widgetContext: live() });
    expect(listed).toContain("One incident is open.");
    expect(listed).toContain("The server itself answers 503");
    table.failNext("AccessDeniedException");
    const without = await call(handler, event);
    expect(without).toMatch(/Open incidents could not be read: .*AccessDenied/);
    expect(without).toContain('class="heartbeat"');
  });

  it("tells in a sentence what CloudWatch refuses", async () => {
    cloudWatch.failWith(() => ({ status: 403, code: "AccessDenied" }));
    const handler = deploy(aWidgetManifest([aWidgetCheck("acme/one")]));
    expect(await call(handler, { view: "overview" })).toMatch(/could not be drawn: .*AccessDenied/);
  });

  it("brings nothing along that only synth and the command line need, nor any probe", () => {
    const { inputs, files } = bundle("widget");
    for (const name of ["zod", "yaml", "commander", "undici", "aws-cdk-lib"]) {
      expect(inputs.filter((input) => input.startsWith(`node_modules/${name}/`))).toEqual([]);
    }
    expect(inputs.filter((input) => input.startsWith("lib/core/probes/"))).toEqual([]);
    expect(files.find(({ path }) => path === "widget.mjs")?.contents.length).toBeLessThan(500_000);
  });
});

describe.skipIf(!hasChromium)("the widget's HTML in Chromium", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  const readIncidents = async () => [anOpenIncident(), aClosedIncident()];

  async function show(event: object, widthPx: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: widthPx, height: 900 } });
    const manifest = aWidgetManifest(DAY_CHECKS, { sameHost: [DAY_CHECKS.map(({ id }) => id)] });
    const drawn = await ask(event, { manifest, history: madeUpHistory(dayRuns), readIncidents });
    await page.setContent(asPage(drawn));
    return page;
  }

  it.each([
    ["overview", "light"],
    ["overview", "dark"],
    ["check", "light"],
    ["check", "dark"],
    ["incidents", "light"],
    ["incidents", "dark"],
  ])("acceptance 7: can be read in every theme, whatever ground the console has: %s, %s", async (view, theme) => {
    const page = await show({ view, check: "acme-prod/checkout", widgetContext: aContext({ theme, locale: "ko" }) }, 1_200);
    expect(await weakTexts(page, 4.5)).toEqual([]);
    await page.close();
  });

  it.each([320, 600, 1_600])("fits into a width of %d", async (width) => {
    for (const view of ["overview", "check", "incidents"]) {
      const page = await show({ view, check: "acme-prod/checkout", widgetContext: aContext({ width }) }, width);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.close();
    }
  });
});
