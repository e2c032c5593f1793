import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/read-config.ts";
import type { Check } from "../../model/check.ts";
import type { MetricsTarget } from "./target.ts";

const URL_LINE = 'url: "http://app.acme.internal:8081/metrics"';

function checkOf(metrics: string, more = ""): Check {
  const head = "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall], every: 5m }\n";
  const read = readConfig(`${head}checks:\n  - id: app\n    metrics: ${metrics}\n${more}`, "checks.yaml");
  const check = "config" in read ? read.config.checks[0] : undefined;
  if (check === undefined) throw new Error(JSON.stringify(read));
  return check;
}

function targetOf(metrics: string): MetricsTarget {
  return checkOf(metrics).target as MetricsTarget;
}

describe("a metrics check", () => {
  it("finds values stale after three intervals unless it says otherwise", () => {
    expect(targetOf(`{ ${URL_LINE} }`).staleAfterMs).toBe(900_000);
    expect(targetOf(`{ ${URL_LINE}, staleAfter: 20s }`).staleAfterMs).toBe(20_000);
  });

  it("expects that health is UP only where it asks for no series", () => {
    expect(checkOf("http://app.acme.internal:8081/actuator/health").expect).toEqual([
      { fact: "health", matcher: { op: "oneOf", values: ["UP"] } },
    ]);
    expect(checkOf(`{ ${URL_LINE}, series: { threads: jvm_threads_live_threads } }`).expect).toEqual([]);
    expect(checkOf(`{ ${URL_LINE} }`, "    expect: { health: [UP, UNKNOWN] }\n").expect).toHaveLength(1);
  });

  it("reads a series in its short form and in its long one", () => {
    const long = "{ name: jvm_threads_states_threads, labels: { state: blocked }, fold: max }";
    expect(targetOf(`{ ${URL_LINE}, series: { threads: jvm_threads_live_threads, blocked: ${long} } }`).series).toEqual({
      threads: { name: "jvm_threads_live_threads", labels: {}, fold: "sum" },
      blocked: { name: "jvm_threads_states_threads", labels: { state: "blocked" }, fold: "max" },
    });
  });

  it("says which series is watched for a leak", () => {
    const leak = "    leak: { series: threads, limit: 2000 }\n";
    const check = checkOf(`{ ${URL_LINE}, series: { threads: jvm_threads_live_threads } }`, leak);
    expect(check.leak).toEqual({ series: "threads", limit: 2_000 });
  });

  it("holds no more than fifty series", () => {
    const series = Array.from({ length: 51 }, (_, index) => `s${index}: x`).join(", ");
    expect(() => targetOf(`{ ${URL_LINE}, series: { ${series} } }`)).toThrow("too-many-series");
  });
});
