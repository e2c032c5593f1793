/** prom-client, with which most Node services show their numbers: we read what it wrote. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry, type RegistryContentType } from "prom-client";
import { afterEach, describe, expect, it } from "vitest";
import type { Fold } from "../../lib/core/probes/metrics/target.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { metricsCheck, runOptions } from "../kit/checks.ts";
import { startHttp } from "../kit/servers.ts";

const FORMATS: readonly (readonly [string, RegistryContentType])[] = [
  ["Prometheus text", Registry.PROMETHEUS_CONTENT_TYPE],
  ["OpenMetrics", Registry.OPENMETRICS_CONTENT_TYPE],
];
const AWKWARD = 'a "quoted\\path"\nand a line, {with} = signs 결제';

describe.each(FORMATS)("prom-client writing %s", (_, format) => {
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(format);
  afterEach(() => registry.clear());

  function serve() {
    return startHttp(async (_, response) => {
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics());
    });
  }

  async function read(name: string, { labels = {}, fold = "sum" }: { labels?: Record<string, string>; fold?: Fold } = {}) {
    await using server = await serve();
    const series = { value: { name, labels, fold } };
    const outcome = await runCheck(
      metricsCheck(`http://127.0.0.1:${server.port}/metrics`, { metrics: { series } }),
      runOptions(),
    );
    return outcome.failure?.message ?? outcome.facts.value;
  }

  it.each([0, -7, 0.1 + 0.2, 1e21, 5e-324, Number.MAX_SAFE_INTEGER])("is read to the last digit: %s", async (value) => {
    new Gauge({ name: "depth", help: "Depth of the queue.", registers: [registry] }).set(value);
    expect(await read("depth")).toBe(value);
  });

  it("is read with labels whatever is written in them", async () => {
    const gauge = new Gauge({ name: "depth", help: 'Of "the"\\queue\n.', labelNames: ["path", "kind"], registers: [registry] });
    gauge.set({ path: AWKWARD, kind: "slow" }, 3);
    gauge.set({ path: "/plain", kind: "slow" }, 4);
    expect(await read("depth", { labels: { path: AWKWARD } })).toBe(3);
    expect(await read("depth", { labels: { kind: "slow" } })).toBe(7);
    expect(await read("depth", { labels: { kind: "slow" }, fold: "max" })).toBe(4);
  });

  it("is read as counters and histograms name their lines", async () => {
    new Counter({ name: "jobs_total", help: "Jobs.", registers: [registry] }).inc(12);
    const histogram = new Histogram({ name: "took_seconds", help: "Time.", buckets: [0.1, 1], registers: [registry] });
    for (const seconds of [0.05, 0.5, 5]) histogram.observe(seconds);
    expect(await read("jobs_total")).toBe(12);
    expect(await read("took_seconds_bucket", { labels: { le: "+Inf" } })).toBe(3);
    expect(await read("took_seconds_bucket", { labels: { le: "0.1" } })).toBe(1);
    expect(await read("took_seconds_sum")).toBe(5.55);
    expect(await read("took_seconds_count")).toBe(3);
  });

  it("is read with the numbers of the process, and when it was started", async () => {
    collectDefaultMetrics({ register: registry });
    await using server = await serve();
    const series = { heap: { name: "nodejs_heap_size_total_bytes", labels: {}, fold: "sum" } } as const;
    const check = metricsCheck(`http://127.0.0.1:${server.port}/metrics`, { metrics: { series } });
    const { facts } = await runCheck(check, runOptions());
    expect(Number(facts.heap)).toBeGreaterThan(1_000_000);
    expect(Math.abs(Date.now() - process.uptime() * 1_000 - Number(facts.startedAtEpochMs))).toBeLessThan(2_000);
  });

  it("has no number where nobody has set one", async () => {
    new Gauge({ name: "depth", help: "Depth.", registers: [registry] }).set(Number.NaN);
    expect(await read("depth")).toMatch(/^the series depth has no number: it is NaN$/);
  });
});
