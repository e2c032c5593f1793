import { describe, expect, it } from "vitest";
import { importChecks } from "../import-checks.ts";

function imported(part: Record<string, unknown>) {
  const monitor = { id: 1, name: "api", type: "http", url: "https://a.example", interval: 60, ...part };
  const result = importChecks(JSON.stringify({ monitorList: [monitor] }));
  return "unreadable" in result ? expect.unreachable(result.unreadable) : result;
}

describe("how long Uptime Kuma waits", () => {
  it.each([
    [{}, "timeout: 48s"],
    [{ timeout: 0, interval: 120 }, "timeout: 96s"],
    [{ type: "keyword", keyword: "ok", interval: null }, "timeout: 48s"],
    [{ timeout: 30 }, "timeout: 30s"],
    [{ interval: -5 }, "timeout: 8s"],
  ])("is kept also where the export does not say it: %j", (part, timeout) => {
    expect(imported(part).yaml).toContain(timeout);
  });

  it("is our own for a port, of which it says nothing", () => {
    expect(imported({ type: "port", hostname: "a.example", port: 1 }).yaml).not.toContain("timeout");
  });
});

describe("retries of Uptime Kuma", () => {
  it("at an interval of their own are reported, since people are told later here", () => {
    const { findings } = imported({ interval: 300, maxretries: 3, retryInterval: 20 });
    expect(findings).toMatchObject([{ extent: "partly", what: "tries again every 20 s" }]);
  });

  it.each([{ maxretries: 3, retryInterval: 60 }, { maxretries: 0, retryInterval: 20 }, { maxretries: 3 }])(
    "lose nothing otherwise: %j",
    (part) => {
      expect(imported(part).findings).toEqual([]);
    },
  );
});
