/** Every failure code is explained in docs/failures.md, and every one comes from something real: a server, a name, a lack of our own. */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Check } from "../lib/core/model/check.ts";
import { FAILURE_CODES, type FailureCode, isOwnFault, type Phase } from "../lib/core/model/failure.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import type { HttpProxy } from "../lib/core/net/http/target.ts";
import type { HttpAuth } from "../lib/core/net/http-auth.ts";
import { createResolver } from "../lib/core/net/system-resolver.ts";
import type { TlsOptions } from "../lib/core/net/tls-options.ts";
import { startLoopLagMeter } from "../lib/core/run/loop-lag.ts";
import { type RunOptions, runCheck } from "../lib/core/run/run-check.ts";
import { type CertificateOptions, type Identity, makeCertificate } from "./kit/certificates.ts";
import {
  anySigner,
  httpCheck,
  kdbCheck,
  makeCheck,
  metricsCheck,
  runOptions,
  s3Check,
  tcpCheck,
  tlsCheck,
} from "./kit/checks.ts";
import { startDeafListener } from "./kit/deaf-listener.ts";
import { type DnsAnswer, startDns } from "./kit/dns-server.ts";
import { startEarlyReset } from "./kit/early-reset.ts";
import { closesOnData } from "./kit/hostile/closes-on-data.ts";
import { endlessHeaders } from "./kit/hostile/endless-headers.ts";
import { endlessRedirects } from "./kit/hostile/endless-redirects.ts";
import { garbage } from "./kit/hostile/garbage.ts";
import { lyingLength } from "./kit/hostile/lying-length.ts";
import { resetsInBody } from "./kit/hostile/resets-in-body.ts";
import { resetsOnData } from "./kit/hostile/resets-on-data.ts";
import { silent } from "./kit/hostile/silent.ts";
import type { Trick } from "./kit/hostile/trick.ts";
import { tricklesBody } from "./kit/hostile/trickles-body.ts";
import { closedPort, type LocalServer, startHttp, startScripted, startTcp, startTlsHttp } from "./kit/servers.ts";

const DOCUMENT = readFileSync(new URL("../docs/failures.md", import.meta.url), "utf8");
/** One attempt only: the interval leaves no room for a second. */
const soon: Partial<Check> = { timeoutMs: 300, everyMs: 301 };
/** A network that we cannot be part of: IP forbids TCP to a group (RFC 1122). */
const MULTICAST = "224.0.0.1";

const root = makeCertificate("Acme Root", { isAuthority: true });
const middle = makeCertificate("Acme Intermediate", { issuer: root, isAuthority: true });
const trusted: TlsOptions = { verify: true, ca: root.cert };

const SIGV4: HttpAuth = { sigv4: { service: "execute-api", region: "eu-west-1" } };
/** The highest version of its protocol that a q process offers. */
const Q_CAPABILITY = Buffer.from([3]);
/** An answer, little-endian, of 14 bytes: the error 'type. */
const Q_ERROR = Buffer.from([1, 2, 0, 0, 14, 0, 0, 0, 0x80, ...Buffer.from("type\0")]);

interface Origin {
  /** The phase that must be blamed. */
  readonly phase: Phase;
  readonly produce: () => Promise<Outcome>;
}

/** One real origin for each code. A code without one does not compile. */
const origins = {
  "dns-not-found": { phase: "dns", produce: () => askName({ rcode: 3 }) },
  "dns-no-address": { phase: "dns", produce: () => askName({ addresses: [] }) },
  "dns-server-failed": { phase: "dns", produce: () => askName({ rcode: 2 }) },
  "dns-refused": { phase: "dns", produce: () => askName({ rcode: 5 }) },
  "dns-timed-out": { phase: "dns", produce: () => askName("silence") },
  "dns-malformed": { phase: "dns", produce: () => askName({ rcode: 1 }) },
  "connect-refused": { phase: "connect", produce: async () => await run(tcpCheck(await closedPort())) },
  "connect-timed-out": { phase: "connect", produce: askDeaf },
  "connect-unreachable": { phase: "connect", produce: () => run(tcpCheck(9, { tcp: { host: MULTICAST } })) },
  "connect-reset": { phase: "connect", produce: askEarlyReset },
  "tls-timed-out": { phase: "tls", produce: () => askTrick(silent, "https") },
  "tls-not-spoken": { phase: "tls", produce: () => askServer(startScripted("HTTP/1.1 400 Bad Request\r\n\r\n"), "https") },
  "tls-version-mismatch": { phase: "tls", produce: askOldTls },
  "tls-client-certificate-required": { phase: "tls", produce: askMutualTls },
  "tls-failed": { phase: "tls", produce: () => askTrick(closesOnData, "https") },
  "certificate-expired": { phase: "tls", produce: () => askCertificate({ issuer: root, validFromDays: -9, validToDays: -2 }) },
  "certificate-not-yet-valid": { phase: "tls", produce: () => askCertificate({ issuer: root, validFromDays: 5 }) },
  "certificate-name-mismatch": { phase: "tls", produce: () => askCertificate({ issuer: root, altNames: ["shop.example"] }) },
  "certificate-self-signed": { phase: "tls", produce: () => askCertificate({}) },
  "certificate-untrusted": { phase: "tls", produce: () => askCertificate({ issuer: root }, { verify: true }) },
  "certificate-chain-incomplete": { phase: "tls", produce: () => askCertificate({ issuer: middle }) },
  "starttls-not-offered": { phase: "starttls", produce: askPlainSmtp },
  "proxy-failed": {
    phase: "proxy",
    produce: async () => await run(httpCheck("https://shop.example/", { http: { proxy: await deadProxy() } })),
  },
  "auth-failed": {
    phase: "auth",
    produce: async () => await run(httpCheck("http://127.0.0.1/", { http: { auth: oauth2(await closedPort()) } })),
  },
  "credentials-expired": { phase: "auth", produce: () => askAws("ExpiredToken") },
  "credentials-unavailable": { phase: "auth", produce: () => run(httpCheck("http://127.0.0.1/", { http: { auth: SIGV4 } })) },
  "access-denied": { phase: "auth", produce: () => askS3("AccessDenied", 403) },
  "clock-skewed": { phase: "auth", produce: () => askAws("RequestTimeTooSkewed") },
  "response-timed-out": { phase: "server", produce: () => askTrick(silent) },
  "response-closed": { phase: "server", produce: () => askTrick(closesOnData) },
  "response-reset": { phase: "server", produce: () => askTrick(resetsOnData) },
  "response-malformed": { phase: "server", produce: () => askTrick(garbage) },
  "response-header-too-large": { phase: "server", produce: () => askTrick(endlessHeaders) },
  "too-many-redirects": { phase: "server", produce: () => askTrick(endlessRedirects) },
  throttled: { phase: "server", produce: () => askS3("SlowDown", 503) },
  "body-timed-out": { phase: "transfer", produce: () => askTrick(tricklesBody) },
  "body-incomplete": { phase: "transfer", produce: () => askTrick(lyingLength) },
  "body-reset": { phase: "transfer", produce: () => askTrick(resetsInBody) },
  "body-too-large": { phase: "transfer", produce: askBomb },
  "body-undecodable": { phase: "transfer", produce: () => askServer(startScripted(`${gzipHead(5)}plain`)) },
  "handshake-timed-out": { phase: "handshake", produce: () => askQ() },
  "query-timed-out": { phase: "query", produce: () => askQ(Q_CAPABILITY) },
  "query-failed": { phase: "query", produce: () => askQ(Q_CAPABILITY, Q_ERROR) },
  "protocol-error": { phase: "handshake", produce: () => askQ(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")) },
  "script-unmatched": { phase: "script", produce: askBusyBanner },
  "metrics-stale": { phase: "transfer", produce: () => askMetrics('push_time_seconds{job="a"} 1\nx{job="a"} 1\n') },
  "series-missing": { phase: "transfer", produce: () => askMetrics("y 1\n") },
  "object-missing": { phase: "server", produce: () => askS3("NoSuchKey", 404) },
  "expectation-unmet": { phase: "judged", produce: () => askServer(startHttp((_, answer) => answer.writeHead(503).end())) },
  "prober-fault": { phase: "prober", produce: () => run(makeCheck({ kind: "carrier-pigeon", target: {} })) },
  "prober-out-of-time": { phase: "server", produce: callOff },
  "prober-overloaded": { phase: "server", produce: askWhileFrozen },
  "secret-unavailable": { phase: "prober", produce: askWithoutSecret },
} satisfies Record<FailureCode, Origin>;

describe("docs/failures.md", () => {
  it("has one section for each code, in the order of the codes, and no other", () => {
    expect([...DOCUMENT.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([...FAILURE_CODES]);
  });

  it.each(FAILURE_CODES)("says of %s what it means, what is likely, and what to do next", (code) => {
    const [, rest = ""] = DOCUMENT.split(`\n## ${code}\n`);
    const lines = (rest.split("\n## ")[0] ?? "").trim().split("\n");
    expect(lines[0]).toMatch(/\.$/);
    expect(lines.filter((line) => line.startsWith("- **Likely:** "))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("- **Next:** "))).toHaveLength(1);
    expect(lines.length).toBeLessThanOrEqual(8);
  });
});

describe("failure codes", () => {
  it.each(Object.entries<Origin>(origins))("%s comes from a real condition, in its phase", async (code, { phase, produce }) => {
    const outcome = await produce();
    const status = FAILURE_CODES.some((known) => known === code && isOwnFault(known)) ? "unknown" : "down";
    expect(outcome).toMatchObject({ status, failure: { code, phase } });
    expect(outcome.failure?.message).not.toBe("");
  });
});

it("86. a port that drops requests to connect is down at the check's own deadline, not at the system's", async () => {
  const { totalMs, failure } = await askDeaf();
  expect(failure?.code).toBe("connect-timed-out");
  expect(totalMs).toBeGreaterThan(290);
  expect(totalMs).toBeLessThan(5_000);
});

function run(check: Check, options: Partial<RunOptions> = {}): Promise<Outcome> {
  return runCheck(check, runOptions(options));
}

async function askServer(starting: Promise<LocalServer>, scheme: "http" | "https" = "http"): Promise<Outcome> {
  await using server = await starting;
  return await run(httpCheck(`${scheme}://127.0.0.1:${server.port}/`, { ...soon, http: { bodyLimitBytes: 100_000 } }));
}

function askTrick(trick: Trick, scheme: "http" | "https" = "http"): Promise<Outcome> {
  return askServer(trick.start(), scheme);
}

async function askName(answer: DnsAnswer): Promise<Outcome> {
  await using server = await startDns(() => answer);
  const resolver = createResolver({ servers: [server.address] });
  const outcome = await run(httpCheck("http://api.acme.example/", soon), { resolver });
  resolver.close();
  return outcome;
}

async function askDeaf(): Promise<Outcome> {
  await using server = await startDeafListener();
  return await run(tcpCheck(server.port, soon));
}

async function askEarlyReset(): Promise<Outcome> {
  await using server = await startEarlyReset();
  return await run(tcpCheck(server.port, { tcp: { host: "api.acme.example" }, ...soon }), { resolver: server.resolver });
}

async function askCertificate(options: CertificateOptions, tls: TlsOptions = trusted): Promise<Outcome> {
  return await askTls(makeCertificate("127.0.0.1", options), { tls });
}

async function askTls(identity: Identity, { tls, server: part = {} }: { tls: TlsOptions; server?: object }): Promise<Outcome> {
  await using server = await startTlsHttp({ cert: identity.cert, key: identity.keyPem, ...part });
  return await run(httpCheck(`https://127.0.0.1:${server.port}/`, { http: { tls } }));
}

function askOldTls(): Promise<Outcome> {
  const identity = makeCertificate("127.0.0.1", { issuer: root });
  return askTls(identity, { tls: { ...trusted, minVersion: "1.3" }, server: { maxVersion: "TLSv1.2" } });
}

function askMutualTls(): Promise<Outcome> {
  const identity = makeCertificate("127.0.0.1", { issuer: root });
  return askTls(identity, { tls: trusted, server: { ca: root.cert, requestCert: true, rejectUnauthorized: true } });
}

/** 100 KB is the limit of askServer. */
function askBomb(): Promise<Outcome> {
  const packed = gzipSync(Buffer.alloc(1_000_000));
  return askServer(startScripted(Buffer.concat([Buffer.from(gzipHead(packed.length)), packed])));
}

function gzipHead(bodyBytes: number): string {
  return `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bodyBytes}\r\n\r\n`;
}

async function callOff(): Promise<Outcome> {
  await using server = await silent.start();
  const cancel = new AbortController();
  const running = run(httpCheck(`http://127.0.0.1:${server.port}/`), { cancel: cancel.signal });
  await delay(50);
  cancel.abort();
  return await running;
}

async function askWhileFrozen(): Promise<Outcome> {
  await using server = await silent.start();
  const loopLag = startLoopLagMeter();
  const running = run(httpCheck(`http://127.0.0.1:${server.port}/`, soon), { loopLag });
  await delay(50);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  const outcome = await running;
  loopLag.stop();
  return outcome;
}

function askWithoutSecret(): Promise<Outcome> {
  return run(httpCheck("http://127.0.0.1/", { http: { headers: { authorization: "${env:BONGSU_TEST_NOT_SET}" } } }));
}

async function askPlainSmtp(): Promise<Outcome> {
  await using server = await startTcp((socket) => {
    socket.write("220 mail.acme.example ESMTP\r\n");
    socket.on("data", () => socket.write("250 mail.acme.example\r\n"));
  });
  return await run(tlsCheck(server.port, { ...soon, tls: { startTls: "smtp" } }));
}

async function deadProxy(): Promise<HttpProxy> {
  return { scheme: "http", host: "127.0.0.1", port: await closedPort() };
}

function oauth2(tokenPort: number): HttpAuth {
  return { oauth2: { tokenUrl: `http://127.0.0.1:${tokenPort}/token`, clientId: "monitor", clientSecret: "of-this-test" } };
}

/** A service of AWS that refuses the signature with this error. */
async function askAws(errorCode: string): Promise<Outcome> {
  const body = `<Error><Code>${errorCode}</Code></Error>`;
  await using server = await startHttp((_, answer) => answer.writeHead(403).end(body));
  return await run(httpCheck(`http://127.0.0.1:${server.port}/`, { http: { auth: SIGV4 } }), { signer: anySigner });
}

/** S3 that refuses everything with this error. */
async function askS3(errorCode: string, status: number): Promise<Outcome> {
  const body = `<?xml version="1.0"?><Error><Code>${errorCode}</Code></Error>`;
  await using server = await startHttp((_, answer) => answer.writeHead(status).end(body));
  return await run(s3Check(`http://127.0.0.1:${server.port}`, soon), { signer: anySigner });
}

/** A q process that answers what it is sent with one of these after the other, then with silence. */
async function askQ(...answers: readonly Buffer[]): Promise<Outcome> {
  await using server = await startTcp((socket) => {
    const left = [...answers];
    socket.on("data", () => socket.write(left.shift() ?? ""));
  });
  return await run(kdbCheck(server.port, { ...soon, kdb: { query: "count trade" } }));
}

async function askMetrics(page: string): Promise<Outcome> {
  await using server = await startHttp((_, answer) => answer.end(page));
  const series = { it: { name: "x", labels: {}, fold: "sum" } } as const;
  return await run(metricsCheck(`http://127.0.0.1:${server.port}/metrics`, { ...soon, metrics: { series } }));
}

async function askBusyBanner(): Promise<Outcome> {
  await using server = await startTcp((socket) => socket.end("421 too busy\r\n"));
  return await run(tcpCheck(server.port, { ...soon, tcp: { script: [{ expect: "^220 " }] } }));
}
