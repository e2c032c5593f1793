/** `bongsu cost` against what is deployed, against the published formulas, and against the tables in the documents. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cost } from "../lib/cli/cost.ts";
import { defineChecks } from "../lib/core/config/index.ts";
import { billOf, metricsUsd, syntheticsUsd } from "../lib/core/cost/bill.ts";
import { type Estimate, estimateCost } from "../lib/core/cost/estimate.ts";
import { compareMetricForms } from "../lib/core/cost/metric-forms.ts";
import { planUsage } from "../lib/core/cost/plan-usage.ts";
import { PRICES, PRICES_OF } from "../lib/core/cost/prices.ts";
import { sumUsage } from "../lib/core/cost/usage.ts";
import { displayWidth } from "../lib/core/messages/text-width.ts";
import type { Config } from "../lib/core/model/check.ts";
import { aNetwork, deploy, resourcesOf } from "./kit/deployment.ts";

const ROOT = join(import.meta.dirname, "..");
const MONTH_MINUTES = 43_800;
const folder = mkdtempSync(join(tmpdir(), "bongsu-cost-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** As in the tables of the documents: HTTPS every minute, and one person told by mail. */
function httpsChecks(count: number): Config {
  const checks = Array.from({ length: count }, (_, index) => ({ id: `acme/${index}`, http: `https://${index}.acme.example/` }));
  return defineChecks({ name: "acme", contacts: ONCALL, defaults: { notify: ["oncall"] }, checks });
}

const ONCALL = { oncall: { email: ["oncall@acme.example"] } };

/** Something of everything that costs. */
function mixedChecks(): Config {
  return defineChecks({
    name: "acme",
    contacts: ONCALL,
    defaults: { notify: ["oncall"] },
    checks: [
      { id: "fast", http: "https://a.example", every: "10s", timeout: "5s", slow: { total: { above: "2s" } } },
      { id: "usual", http: "http://a.example", slow: { total: { above: "2s" }, certificate: { daysLeft: { below: 14 } } } },
      { id: "hourly", tcp: "a.example:1", every: "2h" },
      { id: "inside", tcp: "a.internal:1", from: "vpc" },
      {
        id: "leaky",
        metrics: { url: "http://a.example/metrics", series: { threads: "t", heap: "h" } },
        leak: { series: "threads", limit: 9 },
      },
      { id: "log", logs: { group: "/acme/app", pattern: "ERROR" } },
    ],
  });
}

describe("several places", () => {
  const from = (...places: readonly ("region" | "us-east-1" | "eu-west-1" | "vpc")[]) =>
    defineChecks({
      ...{ name: "acme", contacts: ONCALL, defaults: { notify: ["oncall"] } },
      vpc: { id: "vpc-0abc1234", subnets: ["subnet-0abc1234", "subnet-0def5678"], endpoints: true },
      checks: [
        { id: "a", http: "http://a.example", from: places },
        { id: "b", http: { url: "http://b.example", headers: { authorization: `\${${"secret:acme/token"}}` } }, from: "vpc" },
      ],
    });

  it("cost their metrics and starts once more each, and an alarm by the metrics that it looks at", async () => {
    const [one, three] = await Promise.all([planUsage(from("region")), planUsage(from("region", "us-east-1", "eu-west-1"))]);
    // Two of the check and four of the shard, twice; down and partly-down look at three each, and two alarms watch each shard.
    expect([three.metrics - one.metrics, three.alarms - one.alarms, three.runs / one.runs]).toEqual([12, 9, 2]);
    const { places } = await estimateCost(from("region", "us-east-1"));
    expect(places.map(({ place }) => place)).toEqual(["region", "us-east-1", "vpc"]);
    expect(places[1]?.usd).toBeCloseTo(places[0]?.usd ?? 0, 6);
  });

  it("that are private cost their endpoints, one a subnet and service", async () => {
    expect((await planUsage(from("region"))).endpoints).toBe(4);
    const line = (await estimateCost(from("region"))).lines.find(({ service }) => service === "VPC endpoints");
    expect(line).toMatchObject({ detail: "4 (one a subnet)", usd: 4 * 7.3 });
  });

  it("may be the biggest lever", async () => {
    const { lever } = await estimateCost(from("region", "us-east-1", "eu-west-1"));
    expect(lever?.change).toMatch(/^one place for the one check that runs from several/);
  });
});

describe("what is counted", () => {
  it("is what is deployed: alarms, keys, dashboards and every start of a function", async () => {
    const config = mixedChecks();
    const { stack } = deploy(config, { props: (own) => ({ vpc: aNetwork(own) }) });
    const usage = await planUsage(config);
    const alarms = resourcesOf(stack, "AWS::CloudWatch::Alarm");
    const isFast = ({ Properties }: { Properties: Readonly<Record<string, unknown>> }) => Number(Properties.Period) < 60;
    expect(usage.fastAlarms).toBe(alarms.filter(isFast).length);
    expect(usage.alarms).toBe(alarms.length - usage.fastAlarms);
    expect(usage.keys).toBe(resourcesOf(stack, "AWS::KMS::Key").length);
    expect(usage.dashboards).toBe(resourcesOf(stack, "AWS::CloudWatch::Dashboard").length);
    const schedules = resourcesOf(stack, "AWS::Scheduler::Schedule");
    const starts = schedules.map(({ Properties }) => MONTH_MINUTES / minutesOf(String(Properties.ScheduleExpression)));
    expect(usage.scheduledStarts).toBeCloseTo(starts.reduce((sum, one) => sum + one, 0));
    expect(usage.lambdaRuns).toBeCloseTo(usage.scheduledStarts);
  });

  it("has no responder and no key where nobody is told", async () => {
    const config = {
      ...httpsChecks(1),
      contacts: [],
      operators: [],
      checks: httpsChecks(1).checks.map((check) => ({ ...check, notify: [] })),
    };
    const { stack } = deploy(config);
    const usage = await planUsage(config);
    expect(usage).toMatchObject({ keys: 0, queueRequests: 0, tableReads: 0, emails: 0 });
    expect(usage.alarms).toBe(resourcesOf(stack, "AWS::CloudWatch::Alarm").length);
  });

  it("knows that a metric costs only for the hours in which it has data", async () => {
    const more = async (one: object) => {
      const withOne = defineChecks({
        name: "acme",
        checks: [{ id: "base", tcp: "a.example:1" }, { id: "one", ...one } as never],
      });
      const without = { ...withOne, checks: withOne.checks.slice(0, 1) };
      return (await planUsage(withOne)).metrics - (await planUsage(without)).metrics;
    };
    expect(await more({ tcp: "a.example:2" })).toBeCloseTo(2);
    expect(await more({ http: "https://a.example" })).toBeCloseTo(2 + 1 / 24);
    expect(await more({ http: "http://a.example" })).toBeCloseTo(2);
    expect(await more({ tcp: "a.example:2", slow: { total: { above: "1s" } } })).toBeCloseTo(3);
    expect(await more({ metrics: { url: "http://a.example/m", series: { a: "a", b: "b" } } })).toBeCloseTo(4);
    // Two of its own, and four of the shard that it is alone in.
    expect(await more({ tcp: "a.example:2", every: "2h" })).toBeCloseTo(3);
  });

  it("has a metric for each phase of a check with metrics: full, once more at each place, and else is that of a classic one", async () => {
    const checks = [{ id: "api", http: "https://api.acme.example/", from: ["region", "us-east-1"] }] as const;
    const [classic, full] = await Promise.all(
      (["classic", "full"] as const).map((metrics) => planUsage(defineChecks({ name: "acme", metrics, checks }))),
    );
    expect(full).toEqual({ ...classic, metrics: expect.closeTo((classic?.metrics ?? 0) + 2 * 5) });
  });

  it("bills a shard below a minute for nearly all the time", async () => {
    const config = defineChecks({ name: "acme", checks: [{ id: "fast", tcp: "a.example:1", every: "10s", timeout: "5s" }] });
    const { lambdaGbSeconds } = await planUsage(config);
    expect(lambdaGbSeconds / (MONTH_MINUTES * 60 * 0.5)).toBeGreaterThan(0.85);
  });
});

function minutesOf(expression: string): number {
  const [, number, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return Number(number) * ({ minute: 1, hour: 60, day: 1_440 }[unit] ?? Number.NaN);
}

describe("metrics: otlp", () => {
  const otlp = (config: Config): Config => ({
    ...config,
    checks: config.checks.map((check) => ({ ...check, metricForm: check.kind === "logs" ? "classic" : "otlp" })),
  });

  it("is counted as it is deployed: one alarm for many checks, bytes and points instead of metrics", async () => {
    const config = otlp(mixedChecks());
    const { stack } = deploy(config, { props: (own) => ({ vpc: aNetwork(own) }) });
    const usage = await planUsage(config);
    expect(usage.alarms + usage.fastAlarms).toBe(resourcesOf(stack, "AWS::CloudWatch::Alarm").length);
    expect(usage.metrics).toBeLessThan((await planUsage(mixedChecks())).metrics);
    expect(usage.otlpGigabytes).toBeGreaterThan(0);
    expect(usage.promqlPoints).toBeGreaterThan(0);
  });

  it("takes in two points a run, the certificate once a day, and nothing of what stays classic", async () => {
    const oneMore = { ...httpsChecks(2), checks: httpsChecks(2).checks.slice(0, 1) };
    const [two, one] = await Promise.all([planUsage(otlp(httpsChecks(2))), planUsage(otlp(oneMore))]);
    const points = ((two.otlpGigabytes - one.otlpGigabytes) * 1e9) / 300;
    expect(points).toBeCloseTo(2 * MONTH_MINUTES + MONTH_MINUTES / 1_440);
    expect(two.metrics).toBe(one.metrics);
    expect((await planUsage(httpsChecks(2))).otlpGigabytes).toBe(0);
  });

  it("reads a week of history once a day, not every hour", async () => {
    const { promqlPoints } = await planUsage(otlp(httpsChecks(1)));
    const hourly = (MONTH_MINUTES / 60) * 2 * 7 * 1_440;
    expect(promqlPoints).toBeLessThan(hourly / 2);
  });

  it("counts two days for a status page each quarter of an hour, and not all that the page shows", async () => {
    const checks = [{ id: "acme/api", http: "https://api.acme.example/", publicTitle: "API" }];
    const plain = otlp(defineChecks({ name: "acme", checks }));
    const shown = otlp(defineChecks({ name: "acme", statusPage: true, checks }));
    const [without, withPage] = await Promise.all([planUsage(plain), planUsage(shown)]);
    const hours = (withPage.promqlPoints - without.promqlPoints) / (MONTH_MINUTES / 15) / 2 / 60;
    expect(hours).toBeGreaterThan(48);
    expect(hours).toBeLessThan(50);
  });

  it("is compared with the other way for every configuration, with both sums", async () => {
    const hundred = httpsChecks(100);
    const { metricForms, usd } = await estimateCost(hundred);
    expect(metricForms).toMatchObject({ cheaper: "otlp", classicUsd: usd });
    expect((await estimateCost(otlp(hundred))).usd).toBeCloseTo(metricForms.otlpUsd);
    expect((await estimateCost(otlp(hundred))).metricForms).toEqual(metricForms);
    const seldom = defineChecks({ name: "acme", checks: [{ id: "a", tcp: "a.example:1", every: "1d" }] });
    expect((await estimateCost(seldom)).metricForms.cheaper).toBe("classic");
  });

  it.each([10, 100, 1_000])("costs what docs/cost.md and docs/otlp.md say: %d checks", async (count) => {
    const { classicUsd, otlpUsd } = await compareMetricForms(httpsChecks(count));
    const name = `| ${count.toLocaleString("en-US")} checks`;
    const row = `${name} | $${classicUsd.toFixed(2)} | $${otlpUsd.toFixed(2)} |`;
    const rowOf = (path: string) =>
      readFileSync(join(ROOT, path), "utf8")
        .split("\n")
        .find((line) => line.startsWith(name));
    expect([rowOf("docs/cost.md"), rowOf("docs/otlp.md")]).toEqual([row, row]);
  });
});

describe("prices", () => {
  /** AWS's published prices worked out by hand for a prober of 512 MB that runs 3 s a minute for 250 checks. */
  it.each([
    [10, 11.3, 540],
    [100, 74, 5_403],
    [1_000, 708, 54_029],
    [10_000, 5_056, 540_288],
  ])("give the known sums within 5 %%: %d checks, two metrics and one alarm each", (count, usd, canariesUsd) => {
    const shards = Math.ceil(count / 250);
    const starts = shards * MONTH_MINUTES;
    const usage = sumUsage([
      { runs: count * MONTH_MINUTES, metrics: 2 * count, alarms: count, dashboards: 1, apiRequests: starts, lambdaRuns: starts },
      { lambdaGbSeconds: starts * 1.5, scheduledStarts: starts },
    ]);
    expect(Math.abs(billOf(usage).usd / usd - 1)).toBeLessThan(0.05);
    expect(Math.abs(syntheticsUsd(usage) / canariesUsd - 1)).toBeLessThan(0.05);
  });

  /** The same for OTLP metrics of 300 bytes a point, and one alarm for 500 checks that reads five points of each. */
  it.each([
    [10, 4.1],
    [100, 5.5],
    [1_000, 22],
    [10_000, 194],
  ])("give the known sums of OTLP within 5 %%: %d checks", (count, usd) => {
    const starts = Math.ceil(count / 250) * MONTH_MINUTES;
    const usage = sumUsage([
      { otlpGigabytes: (2 * count * MONTH_MINUTES * 300) / 1e9, promqlPoints: 5 * count * MONTH_MINUTES },
      {
        alarms: Math.ceil(count / 500),
        dashboards: 1,
        lambdaRuns: starts,
        lambdaGbSeconds: starts * 1.5,
        scheduledStarts: starts,
      },
    ]);
    expect(Math.abs(billOf(usage).usd / usd - 1)).toBeLessThan(0.05);
  });

  it("make metrics cheaper by tiers, each paid at its own price", () => {
    expect(metricsUsd(0)).toBe(0);
    expect(metricsUsd(10_000)).toBeCloseTo(3_000);
    expect(metricsUsd(10_001)).toBeCloseTo(3_000.1);
    expect(metricsUsd(2_000_000)).toBeCloseTo(3_000 + 24_000 + 37_500 + 20_000);
  });

  it("count starts by schedule only above what is always free", () => {
    expect(billOf(sumUsage([{ scheduledStarts: 14_000_000 }])).usd).toBe(0);
    expect(billOf(sumUsage([{ scheduledStarts: 15_000_000 }])).usd).toBeCloseTo(1);
  });

  it("say when and where they were read", () => {
    expect(PRICES_OF).toMatch(/^20\d\d-\d\d$/);
    for (const { source } of Object.values(PRICES)) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
  });
});

describe("the biggest lever", () => {
  it("is what the checks below a minute cost, where there are any", async () => {
    const { lever, usd } = await estimateCost(mixedChecks());
    expect(lever?.change).toContain("every: 1m for the one check");
    expect(lever?.savesUsd).toBeGreaterThan(10);
    expect(usd - (lever?.usd ?? 0)).toBeCloseTo(lever?.savesUsd ?? 0);
  });

  it("is metrics: otlp where most of the bill is metrics, and saves what the line above it says", async () => {
    const { lever, metricForms } = await estimateCost(httpsChecks(100));
    expect(lever?.change).toContain("metrics: otlp for the 100 checks");
    expect(lever?.savesUsd).toBeCloseTo(metricForms.classicUsd - metricForms.otlpUsd);
  });

  it("is slow: where every check has it, runs seldom, and is cheap otherwise", async () => {
    const { checks, ...rest } = httpsChecks(10);
    const slow = [{ fact: "total", matcher: { op: "above", value: 2_000 } }] as const;
    const cheap = checks.map((check) => ({ ...check, slow, metricForm: "otlp" as const, everyMs: 300_000 }));
    const { lever } = await estimateCost({ ...rest, checks: cheap });
    expect(lever).toMatchObject({ change: expect.stringContaining("no slow: on the 10 checks"), savesUsd: expect.closeTo(0.21) });
  });

  it("is not there where nothing saves a cent", async () => {
    const config = defineChecks({ name: "acme", metrics: "otlp", checks: [{ id: "a", tcp: "a.example:1", every: "1h" }] });
    expect(await estimateCost(config)).not.toHaveProperty("lever");
  });
});

describe("tables in the documents", () => {
  it.each([
    ["docs/cost.md", 10],
    ["docs/cost.md", 100],
    ["docs/cost.md", 1_000],
    ["README.md", 10],
    ["README.md", 100],
  ])("%s says what %d checks cost", async (path, count) => {
    const lines = readFileSync(join(ROOT, path), "utf8").split("\n");
    const row = lines.find((line) => line.startsWith(`| ${count.toLocaleString("en-US")} | $`));
    expect(row).toBe(tableRow(count, await estimateCost(httpsChecks(count))));
  });

  it("docs/cost.md lists every price as it is", () => {
    const lines = readFileSync(join(ROOT, "docs/cost.md"), "utf8").split("\n");
    for (const { per, source, usd } of Object.values(PRICES)) {
      expect(lines).toContainEqual(`| ${per} | ${Number(usd.toPrecision(6))} | [list](${source}) |`);
    }
    expect(lines.some((line) => line.includes(PRICES_OF))).toBe(true);
  });
});

/** Services by the columns of the tables. */
const COLUMNS = [
  ["CloudWatch metrics"],
  ["CloudWatch alarms"],
  ["Lambda", "CloudWatch requests", "Logs", "EventBridge Scheduler"],
  ["CloudWatch dashboard"],
  ["KMS", "SQS", "DynamoDB", "SNS e-mail"],
];

function tableRow(count: number, { lines, usd }: Estimate): string {
  const cells = COLUMNS.map((services) => {
    const sum = lines.filter(({ service }) => services.includes(service)).reduce((total, line) => total + line.usd, 0);
    return `$${sum.toFixed(2)}`;
  });
  return `| ${count.toLocaleString("en-US")} | ${cells.join(" | ")} | about **$${Math.round(usd)}** |`;
}

describe("metrics: full", () => {
  it("costs more as docs/cost.md says, and is compared as if it were classic", async () => {
    const plain = httpsChecks(10);
    const full: Config = { ...plain, checks: plain.checks.map((check) => ({ ...check, metricForm: "full" })) };
    const [before, after] = await Promise.all([estimateCost(plain), estimateCost(full)]);
    const more = (after.usd - before.usd) / 10;
    expect(readFileSync(join(ROOT, "docs/cost.md"), "utf8")).toContain(
      `| \`metrics: full\` | + $${more.toFixed(2)} an HTTPS check: `,
    );
    expect(after.metricForms).toEqual(before.metricForms);
  });
});

describe("bongsu cost", () => {
  it("shows lines with their share, the sum, the lever and the date of the prices", async () => {
    const { code, out } = await run(
      "name: acme\ncontacts: { a: { sms: ['+821012345678'] } }\ndefaults: { notify: [a] }\nchecks: [{ id: x, http: 'https://a.example', every: 10s, timeout: 5s }]\n",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^1 check \(1 every 10s\), list prices of us-east-1 in 2026-11/);
    expect(out).toMatch(/ {3}Lambda +[\d,]+ starts, [\d,]+ GB-s +\d+\.\d\d +\d+ % #+\n/);
    expect(out).toMatch(/about \d+\.\d\d a month \(free tier not counted\)/);
    expect(out).toMatch(/canaries of CloudWatch Synthetics: about 324\.\d\d\n/);
    expect(out).toMatch(/biggest lever: every: 1m .*\n {3}\d+\.\d\d -> \d+\.\d\d, saves \d+\.\d\d\n/);
    expect(out).toContain("SMS: 1 to Korea.");
  });

  it("calls neither way of metrics cheaper where both cost the same", async () => {
    const { out } = await run("name: acme\nchecks: [{ id: a, logs: { group: /acme/app, pattern: ERROR } }]\n");
    expect(out).toMatch(/metrics: classic (\d+\.\d\d), metrics: otlp \1: no difference\n/);
  });

  it("acceptance 8: keeps within 80 columns, however many checks there are and whatever they cost", async () => {
    const intervals = ["10s", "20s", "30s", "1m", "2m", "5m", "10m", "1h", "1d"];
    const checks = Array.from({ length: 2_000 }, (_, index) => {
      const every = intervals[index % intervals.length];
      return `  - { id: acme/${index}, timeout: 5s, every: ${every}, http: "https://a.example/", from: [region, us-east-1, eu-west-1] }`;
    });
    const texts = [
      "name: acme\nchecks: [{ id: x, tcp: 'a.example:1', every: 1d }]\n",
      `name: acme\ncontacts: { a: { sms: ['+821012345678', '+14155550100'] } }\ndefaults: { notify: [a] }\nchecks:\n${checks.join("\n")}\n`,
    ];
    for (const text of texts) {
      const { out } = await run(text);
      expect(out.split("\n").filter((line) => displayWidth(line) > 80)).toEqual([]);
    }
  });

  it("prints what docs/cost.md shows", async () => {
    const checks = Array.from({ length: 10 }, (_, index) => `  - { id: acme/${index}, http: "https://${index}.acme.example/" }`);
    const head = "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall] }\nchecks:\n";
    const { out } = await run(`${head}${checks.join("\n")}\n`);
    const [, shown] = /```\n(.*?)```/s.exec(readFileSync(join(ROOT, "docs/cost.md"), "utf8")) ?? [];
    expect(out).toBe(shown);
  });

  it("prints the same as JSON", async () => {
    const { out } = await run("name: acme\nchecks: [{ id: x, tcp: 'a.example:1' }]\n", true);
    const bill: Estimate & { schemaVersion: number } = JSON.parse(out);
    expect(bill).toMatchObject({ schemaVersion: 1, pricesOf: PRICES_OF, region: "us-east-1" });
    expect(bill.lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(bill.usd);
  });

  it("exits with 2 for a wrong configuration, and with 3 without one", async () => {
    expect((await run("name: acme\n")).code).toBe(2);
    expect((await run(undefined)).code).toBe(3);
  });
});

async function run(text: string | undefined, json = false): Promise<{ code: number; out: string }> {
  const config = join(folder, text === undefined ? "missing.yaml" : "checks.yaml");
  if (text !== undefined) writeFileSync(config, text);
  const out: string[] = [];
  const output = { write: (part: string) => void out.push(part), error: () => undefined, hasColor: false };
  const code = await cost({ config, json, output });
  return { code, out: out.join("") };
}
