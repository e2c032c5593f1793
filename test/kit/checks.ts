/** Checks and run options with everything filled in, so that a test states only what it is about. */
import { systemClock } from "../../lib/core/clock.ts";
import type { Check } from "../../lib/core/model/check.ts";
import type { Expectation } from "../../lib/core/model/expectation.ts";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import type { HttpTarget } from "../../lib/core/probes/http/target.ts";
import type { TcpTarget } from "../../lib/core/probes/tcp/target.ts";
import type { RunOptions } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";

const anyGoodStatus: Expectation = { fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } };

export function makeCheck(part: Pick<Check, "kind" | "target"> & Partial<Check>): Check {
  return {
    id: "test/check",
    group: "test",
    title: "test/check",
    everyMs: 60_000,
    timeoutMs: 2_000,
    from: "region",
    notify: [],
    expect: [],
    slow: [],
    alarm: { badDatapoints: 2, ofDatapoints: 3 },
    dependsOn: [],
    ...part,
  };
}

export function httpCheck(url: string, part: Partial<Check> & { http?: Partial<HttpTarget> } = {}): Check {
  const { http, ...rest } = part;
  const target: HttpTarget = { url, method: "GET", headers: {}, redirects: 10, ip: "any", tls: { verify: true }, ...http };
  return makeCheck({ kind: "http", target, expect: [anyGoodStatus], ...rest });
}

export function tcpCheck(port: number, part: Partial<Check> & { tcp?: Partial<TcpTarget> } = {}): Check {
  const { tcp, ...rest } = part;
  const target: TcpTarget = { host: "127.0.0.1", port, ip: "any", ...tcp };
  return makeCheck({ kind: "tcp", target, ...rest });
}

export function runOptions(part: Partial<RunOptions> = {}): RunOptions {
  return { location: "test", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets, ...part };
}
