import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import type { Sample } from "../model/metric.ts";
import type { HistoryQuery, MetricHistory, MetricSink } from "../ports.ts";
import { checkDimensions, shardDimensions } from "./catalogue.ts";
import { otlpChecks, routedHistory, routedSink } from "./routes.ts";

const checks = otlpChecks([
  makeCheck({ id: "acme/cheap", kind: "tcp", target: {}, metricForm: "otlp" }),
  makeCheck({ id: "acme/usual", kind: "tcp", target: {} }),
]);

function sample(dimensions: Sample["dimensions"]): Sample {
  return { metric: "Up", dimensions, value: 1, unit: "None", atEpochMs: 0, isHighResolution: false };
}

const cheap = sample(checkDimensions("acme", "acme/cheap", "eu-west-1"));
const usual = sample(checkDimensions("acme", "acme/usual", "eu-west-1"));
const shard = sample(shardDimensions("acme", "region-1m-0", "eu-west-1"));

function sinkThat(undelivered: (samples: readonly Sample[]) => readonly Sample[], reason?: string) {
  const taken: Sample[][] = [];
  const sink: MetricSink = {
    publish: async (samples) => {
      taken.push([...samples]);
      const left = undelivered(samples);
      return { delivered: samples.length - left.length, undelivered: left, ...(reason !== undefined && { reason }) };
    },
  };
  return { sink, taken };
}

describe("the way of samples", () => {
  it("is OTLP for checks that ask for it, and classic for all others and for the prober itself", async () => {
    const [classic, otlp] = [sinkThat(() => []), sinkThat(() => [])];
    const sink = routedSink({ classic: classic.sink, otlp: async () => otlp.sink, otlpChecks: checks });
    expect(await sink.publish([cheap, usual, shard])).toEqual({ delivered: 3, undelivered: [] });
    expect([classic.taken, otlp.taken]).toEqual([[[usual, shard]], [[cheap]]]);
  });

  it("opens nothing for OTLP where nothing goes there", async () => {
    const classic = sinkThat(() => []);
    const otlp = () => Promise.reject(new Error("was opened"));
    const sink = routedSink({ classic: classic.sink, otlp, otlpChecks: checks });
    expect(await sink.publish([usual])).toEqual({ delivered: 1, undelivered: [] });
  });

  it("tells of what either way could not deliver, and why", async () => {
    const [classic, otlp] = [sinkThat((all) => all, "throttled"), sinkThat((all) => all, "no such Region")];
    const sink = routedSink({ classic: classic.sink, otlp: async () => otlp.sink, otlpChecks: checks });
    const receipt = await sink.publish([cheap, usual]);
    expect(receipt).toEqual({ delivered: 0, undelivered: [usual, cheap], reason: "throttled; no such Region" });
  });
});

describe("the way of history", () => {
  it("is the one on which the numbers went, and answers come in the order of the questions", async () => {
    const query = (dimensions: HistoryQuery["metric"]["dimensions"]): HistoryQuery => {
      const metric = { namespace: "Bongsu", name: "Up", dimensions, statistic: "Sum", periodMs: 60_000 } as const;
      return { metric, fromEpochMs: 0, toEpochMs: 60_000 };
    };
    const answering = (value: number): MetricHistory => ({
      read: async (queries) => queries.map(() => ({ points: [{ atEpochMs: 0, value }] })),
    });
    const history = routedHistory({ classic: answering(1), otlp: async () => answering(2), otlpChecks: checks });
    const answers = await history.read([usual, cheap, shard, cheap].map(({ dimensions }) => query(dimensions)));
    expect(answers.map((answer) => ("points" in answer ? answer.points[0]?.value : answer))).toEqual([1, 2, 1, 2]);
  });
});
