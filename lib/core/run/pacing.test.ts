import { describe, expect, it } from "vitest";
import { httpCheck, tcpCheck } from "../../../test/kit/checks.ts";
import { paceChecks } from "./pacing.ts";

const checks = Array.from({ length: 200 }, (_, index) => tcpCheck(1, { id: `acme/check-${index}` }));

describe("paceChecks", () => {
  it("starts 100 a second that speak plain text", () => {
    const starts = paceChecks(checks, 60_000).map(({ startAfterMs }) => startAfterMs);
    expect(starts[0]).toBe(0);
    expect(starts.at(-1)).toBeCloseTo(199 * 10);
  });

  it.each([
    ["a handshake of TLS", "https://acme.example/", 30],
    ["none", "http://acme.example/", 10],
    ["perhaps one, because the address is a secret until the run", "$" + "{env:URL}", 30],
  ])("keeps time for %s free after the start", (_, url, gapMs) => {
    const pair = [httpCheck(url, { id: "acme/a" }), httpCheck(url, { id: "acme/b" })];
    expect(paceChecks(pair, 60_000).map(({ startAfterMs }) => startAfterMs)).toEqual([0, gapMs]);
  });

  it("takes TLS into account where there is no address to read it from", () => {
    const pair = ["acme/a", "acme/b"].map((id) =>
      tcpCheck(1, { id, target: { host: "acme.example", port: 1, tls: { verify: true } } }),
    );
    expect(paceChecks(pair, 60_000).map(({ startAfterMs }) => startAfterMs)).toEqual([0, 30]);
  });

  it("leaves half of a short interval for the runs themselves", () => {
    const starts = paceChecks(checks, 4_000).map(({ startAfterMs }) => startAfterMs);
    expect(starts.at(-1)).toBeLessThan(2_000);
  });

  it("keeps its order when the file's order changes", () => {
    const order = paceChecks(checks, 60_000).map(({ check }) => check.id);
    expect(paceChecks(checks.toReversed(), 60_000).map(({ check }) => check.id)).toEqual(order);
  });
});
