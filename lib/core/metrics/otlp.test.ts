import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "../model/metric.ts";
import { checkDimensions, METRICS, otlpName, seriesDimensions } from "./catalogue.ts";
import { toOtlp } from "./otlp.ts";

const AT = Date.UTC(2026, 10, 22, 8, 21);

function sample(metric: string, part: Partial<Sample> = {}): Sample {
  const dimensions = checkDimensions("acme", "acme-prod/checkout", "eu-west-1");
  return { metric, dimensions, value: 1, unit: "None", atEpochMs: AT, isHighResolution: false, ...part };
}

describe("samples as OTLP", () => {
  it("are gauges with lower-case labels and nothing that costs without being read", () => {
    const dimensions = seriesDimensions("acme", "acme-prod/app", { location: "eu-west-1", series: "threads" });
    expect(toOtlp([sample("LatencyMs", { value: 12.5 }), sample("Value", { dimensions, value: 41 })])).toEqual({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: "bongsu_latency_ms",
                  gauge: {
                    dataPoints: [
                      {
                        attributes: [
                          { key: "deployment", value: { stringValue: "acme" } },
                          { key: "check", value: { stringValue: "acme-prod/checkout" } },
                          { key: "location", value: { stringValue: "eu-west-1" } },
                        ],
                        timeUnixNano: "1795335660000000000",
                        asDouble: 12.5,
                      },
                    ],
                  },
                },
                { name: "bongsu_value", gauge: { dataPoints: [expect.objectContaining({ asDouble: 41 })] } },
              ],
            },
          ],
        },
      ],
    });
  });

  it("have names that PromQL takes without quotes, and no two metrics the same", () => {
    const names = Object.keys(METRICS).map(otlpName);
    for (const name of names) expect(name).toMatch(/^[a-z_]+$/);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("bongsu_certificate_days_left");
  });

  it("lose nothing: every number comes back with its name, labels and time", () => {
    const one = fc.record({
      metric: fc.constantFrom(...Object.keys(METRICS)),
      dimensions: fc.dictionary(fc.constantFrom("Deployment", "Check", "Location", "Series"), fc.string({ minLength: 1 })),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      unit: fc.constant("None" as const),
      atEpochMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      isHighResolution: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one), (samples) => {
        const sent = JSON.parse(JSON.stringify(toOtlp(samples))) as ReturnType<typeof toOtlp>;
        const told = (name: string, labels: object, value: number, atEpochMs: number) =>
          JSON.stringify([name, Object.entries(labels).toSorted(), value, atEpochMs]);
        const back = sent.resourceMetrics.flatMap(({ scopeMetrics }) =>
          scopeMetrics.flatMap(({ metrics }) =>
            metrics.flatMap(({ name, gauge }) =>
              gauge.dataPoints.map(({ attributes, asDouble, timeUnixNano }) => {
                const labels = Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
                return told(name, labels, asDouble, Number(BigInt(timeUnixNano) / 1_000_000n));
              }),
            ),
          ),
        );
        const before = samples.map(({ metric, dimensions, value, atEpochMs }) => {
          const labels = Object.fromEntries(Object.entries(dimensions).map(([key, text]) => [key.toLowerCase(), text]));
          return told(otlpName(metric), labels, value, atEpochMs);
        });
        expect(back.toSorted()).toEqual(before.toSorted());
      }),
    );
  });
});
