import { generateKeyPairSync } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../test/kit/checks.ts";
import { startTcp, startTlsHttp } from "../../../test/kit/servers.ts";
import { runCheck } from "../run/run-check.ts";
import type { TlsOptions } from "./tls-options.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const good = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });

async function ask(identity: { cert: string; keyPem: string }, tls: Partial<TlsOptions> = {}, host = "127.0.0.1") {
  await using server = await startTlsHttp({ cert: identity.cert, key: identity.keyPem });
  const check = httpCheck(`https://${host}:${server.port}/`, { http: { tls: { verify: true, ...tls } } });
  return await runCheck(check, runOptions());
}

describe("tls", () => {
  it("accepts a certificate of its own root, by name and 73. by address", async () => {
    expect(await ask(good, { ca: root.cert })).toMatchObject({ status: "up", facts: { "certificate.daysLeft": 59 } });
    expect(await ask(good, { ca: root.cert }, "localhost")).toMatchObject({ status: "up" });
  });

  it("has its own phase, and phases add up to the total", async () => {
    const outcome = await ask(good, { ca: root.cert });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls", "server", "transfer"]);
    expect(Math.abs(outcome.phases.reduce((sum, { ms }) => sum + ms, 0) - outcome.totalMs)).toBeLessThan(1);
  });

  it("66. refuses a self-signed certificate, and reports it when told not to judge", async () => {
    const self = makeCertificate("127.0.0.1");
    expect(await ask(self)).toMatchObject({
      status: "down",
      failure: { phase: "tls", code: "certificate-self-signed" },
      evidence: { certificate: { subject: "CN=127.0.0.1" } },
    });
    expect(await ask(self, { verify: false })).toMatchObject({ status: "up", facts: { "certificate.subject": "CN=127.0.0.1" } });
  });

  it("67. refuses an expired certificate and still reports its dates, subject and issuer", async () => {
    const expired = makeCertificate("127.0.0.1", { issuer: root, validFromDays: -90, validToDays: -2.5 });
    expect(await ask(expired, { ca: root.cert })).toMatchObject({
      status: "down",
      failure: { phase: "tls", code: "certificate-expired" },
      facts: { "certificate.daysLeft": -3, "certificate.subject": "CN=127.0.0.1", "certificate.issuer": "CN=Acme Root" },
    });
  });

  it("refuses a certificate that is not valid yet", async () => {
    const early = makeCertificate("127.0.0.1", { issuer: root, validFromDays: 5 });
    expect(await ask(early, { ca: root.cert })).toMatchObject({ failure: { code: "certificate-not-yet-valid" } });
  });

  it("72. refuses another name, and accepts it with serverName", async () => {
    const other = makeCertificate("shop.example", { issuer: root });
    expect(await ask(other, { ca: root.cert })).toMatchObject({ failure: { code: "certificate-name-mismatch" } });
    expect(await ask(other, { ca: root.cert, serverName: "shop.example" })).toMatchObject({ status: "up" });
  });

  it("73. lets a wildcard stand for one label only, and no common name for a missing alternative name", async () => {
    const wildcard = makeCertificate("x", { issuer: root, altNames: ["*.shop.example"] });
    expect(await ask(wildcard, { ca: root.cert, serverName: "a.shop.example" })).toMatchObject({ status: "up" });
    expect(await ask(wildcard, { ca: root.cert, serverName: "a.b.shop.example" })).toMatchObject({
      failure: { code: "certificate-name-mismatch" },
    });
    const nameOnly = makeCertificate("shop.example", { issuer: root, altNames: [] });
    expect(await ask(nameOnly, { ca: root.cert, serverName: "shop.example" })).toMatchObject({
      failure: { code: "certificate-name-mismatch" },
    });
  });

  it("73. takes no wildcard for a part of a label, as no browser does", async () => {
    const partial = makeCertificate("x", { issuer: root, altNames: ["w*.shop.example"] });
    expect(await ask(partial, { ca: root.cert, serverName: "www.shop.example" })).toMatchObject({
      failure: { code: "certificate-name-mismatch" },
    });
  });

  it("74. looks for a name without the dot at its end, which is for DNS alone, and sends it so to the server", async () => {
    let asked = "";
    const context = createSecureContext({ cert: good.cert, key: good.keyPem });
    const SNICallback = (name: string, done: (error: null, context: SecureContext) => void) => {
      asked = name;
      done(null, context);
    };
    await using server = await startTlsHttp({ cert: good.cert, key: good.keyPem, SNICallback });
    const check = httpCheck(`https://localhost.:${server.port}/`, { http: { tls: { verify: true, ca: root.cert } } });
    expect(await runCheck(check, runOptions())).toMatchObject({ status: "up" });
    expect(asked).toBe("localhost");
  });

  it("tells an issuer whom nobody trusts from one whose certificate is not sent", async () => {
    expect(await ask(good)).toMatchObject({ failure: { code: "certificate-untrusted" } });
    const middle = makeCertificate("Acme Intermediate", { issuer: root, isAuthority: true });
    const leaf = makeCertificate("127.0.0.1", { issuer: middle });
    expect(await ask(leaf, { ca: root.cert })).toMatchObject({ failure: { code: "certificate-chain-incomplete" } });
    const whole = { cert: leaf.cert + middle.cert, keyPem: leaf.keyPem };
    expect(await ask(whole, { ca: root.cert })).toMatchObject({ status: "up" });
    const publicLeaf = makeCertificate("127.0.0.1", { issuer: middle, issuerUrl: "http://ca.example/middle.crt" });
    expect(await ask(publicLeaf)).toMatchObject({ failure: { code: "certificate-chain-incomplete" } });
  });

  it("75. says that a key is too short, for which OpenSSL's word is only UNSPECIFIED", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1_024 });
    const weak = makeCertificate("127.0.0.1", { issuer: root, sameKeyAs: { ...good, key: privateKey } });
    const weakest = { cert: weak.cert, key: weak.keyPem, ciphers: "DEFAULT@SECLEVEL=0" };
    await using server = await startTlsHttp(weakest);
    const check = httpCheck(`https://127.0.0.1:${server.port}/`, { http: { tls: { verify: true, ca: root.cert } } });
    expect((await runCheck(check, runOptions())).failure).toEqual({
      phase: "tls",
      code: "certificate-untrusted",
      message: "the certificate's key of 1024 bits is too short to be trusted: 2048 are the least",
    });
  });

  it("65. says that a client certificate is required, also when TLS 1.3 tells late, and brings it when it has one", async () => {
    const clientRoot = makeCertificate("Clients", { isAuthority: true });
    const client = makeCertificate("client", { issuer: clientRoot });
    const demands = { cert: good.cert, key: good.keyPem, ca: clientRoot.cert, requestCert: true, rejectUnauthorized: true };
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      await using server = await startTlsHttp({ ...demands, maxVersion });
      const url = `https://127.0.0.1:${server.port}/`;
      const without = await runCheck(httpCheck(url, { http: { tls: { verify: true, ca: root.cert } } }), runOptions());
      expect(without).toMatchObject({ status: "down", failure: { code: "tls-client-certificate-required" } });
      const tls = { verify: true, ca: root.cert, cert: client.cert, key: client.keyPem };
      expect(await runCheck(httpCheck(url, { http: { tls } }), runOptions())).toMatchObject({ status: "up" });
    }
  });

  it("75. says version mismatch when the server is older than what is demanded", async () => {
    await using server = await startTlsHttp({ cert: good.cert, key: good.keyPem, maxVersion: "TLSv1.2" });
    const tls = { verify: true, ca: root.cert, minVersion: "1.3" } as const;
    const outcome = await runCheck(httpCheck(`https://127.0.0.1:${server.port}/`, { http: { tls } }), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "tls", code: "tls-version-mismatch" } });
  });

  it("76. ends at the deadline when the ClientHello is never answered, with the socket closed", async () => {
    await using server = await startTcp(() => undefined);
    const check = httpCheck(`https://127.0.0.1:${server.port}/`, { timeoutMs: 200, everyMs: 201 });
    expect(await runCheck(check, runOptions())).toMatchObject({ failure: { phase: "tls", code: "tls-timed-out" } });
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it("says that a plain HTTP server does not speak TLS", async () => {
    await using server = await startTcp((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const outcome = await runCheck(httpCheck(`https://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "tls", code: "tls-not-spoken" } });
  });

  it("52. after a redirect to another TLS host uses that host's name", async () => {
    const shop = makeCertificate("localhost", { issuer: root });
    await using target = await startTlsHttp({ cert: shop.cert, key: shop.keyPem });
    await using server = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (_, response) =>
      response.writeHead(302, { location: `https://localhost:${target.port}/` }).end(),
    );
    const tls = { verify: true, ca: root.cert, serverName: "127.0.0.1" };
    const outcome = await runCheck(httpCheck(`https://127.0.0.1:${server.port}/`, { http: { tls } }), runOptions());
    expect(outcome).toMatchObject({ status: "up", evidence: { certificate: { subject: "CN=localhost" } } });
  });
});
