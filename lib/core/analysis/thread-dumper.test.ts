import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { metricsCheck, runOptions } from "../../../test/kit/checks.ts";
import type { MetricsTarget } from "../probes/metrics/target.ts";
import type { DumpMoment } from "./dump-moment.ts";
import type { LeakReport } from "./leak-report.ts";
import { createThreadDumper } from "./thread-dumper.ts";

const SECRET = "hunter2-hunter2";
let requests: IncomingMessage[];
let pools: number;
let status: number;
let origin: string;
let close: () => Promise<void>;

beforeEach(async () => {
  requests = [];
  pools = 40;
  status = 200;
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ threads: threadsNow() }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => new Promise((resolve) => server.close(() => resolve()));
});

afterEach(async () => await close());

function threadsNow() {
  const stackTrace = [{ className: "com.acme.sms.SmsStatusJob", methodName: "awaitReply" }];
  return Array.from({ length: pools }, (_, pool) => ({
    ...{ threadName: `pool-${pool}-thread-1`, threadId: pool + 1, threadState: "WAITING", stackTrace },
  }));
}

function reportOf(
  dump: DumpMoment | undefined,
  metrics: Partial<MetricsTarget> = { threadDump: `${origin}/actuator/threaddump` },
): LeakReport {
  const check = metricsCheck(`${origin}/metrics`, { id: "acme/app", metrics });
  const verdict = { verdict: "not-enough-data", points: 0, pointsNeeded: 12 } as const;
  const report = { check, location: "test", series: "threads", atEpochMs: 1_000, window: "short", verdict } as const;
  return { ...report, ...(dump !== undefined && { dump }) };
}

describe("the thread dumper", () => {
  it("takes one dump as the suspicion opens, and says of the second what grew", async () => {
    const dumper = createThreadDumper(runOptions());
    const [first] = await dumper.dump([reportOf("opened")]);
    expect(first).toMatchObject({ check: "acme/app", series: "threads", moment: "opened", atEpochMs: 1_000 });
    expect(first?.finding).toMatchObject({ threads: 40, frames: ["com.acme.sms.SmsStatusJob.awaitReply"] });
    pools = 65;
    const [second] = await dumper.dump([reportOf("confirmed")]);
    expect(second?.finding).toMatchObject({
      sentences: [expect.stringContaining("25 more"), expect.stringContaining("pool-#-thread-1")],
    });
    expect(requests).toHaveLength(2);
    expect(JSON.stringify(second).length).toBeLessThan(1_000);
  });

  it("asks nothing where no dump is due, or where the check does not say whom to ask", async () => {
    const dumper = createThreadDumper(runOptions());
    expect(await dumper.dump([reportOf(undefined), reportOf("opened", {})])).toEqual([]);
    expect(requests).toEqual([]);
  });

  it("still tells what it sees where the first dump is not remembered", async () => {
    const [evidence] = await createThreadDumper(runOptions()).dump([reportOf("confirmed")]);
    expect(evidence?.finding).toMatchObject({
      threads: 40,
      sentences: [expect.stringMatching(/^40 threads\.$/), expect.anything()],
    });
  });

  it("sends the check's own headers with their secrets, and reports none of them", async () => {
    const secrets = { resolve: async () => ({ value: SECRET }) };
    const target = { threadDump: `${origin}/dump`, headers: { authorization: `\${${"secret:acme/token"}}` } };
    status = 401;
    const [evidence] = await createThreadDumper(runOptions({ secrets })).dump([reportOf("opened", target)]);
    expect(requests[0]?.headers.authorization).toBe(SECRET);
    expect(evidence?.finding).toMatchObject({ failure: { code: "auth-failed" } });
    expect(JSON.stringify(evidence)).not.toContain(SECRET);
  });

  it("says why there is no dump: a secret that cannot be had, a server that is gone", async () => {
    const secrets = { resolve: async () => ({ unavailable: "not set" }) };
    const target = { threadDump: `${origin}/dump`, headers: { authorization: `\${${"secret:acme/token"}}` } };
    const [unknown] = await createThreadDumper(runOptions({ secrets })).dump([reportOf("opened", target)]);
    expect(unknown?.finding).toMatchObject({ failure: { code: "secret-unavailable" } });
    const [gone] = await createThreadDumper(runOptions()).dump([reportOf("opened", { threadDump: "http://127.0.0.1:9/" })]);
    expect(gone?.finding).toMatchObject({ failure: { code: "connect-refused" } });
  });
});
