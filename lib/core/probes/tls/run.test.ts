import { connect } from "node:net";
import { createSecureContext } from "node:tls";
import { describe, expect, it } from "vitest";
import { type CertificateOptions, type Identity, makeCertificate } from "../../../../test/kit/certificates.ts";
import { runOptions, tlsCheck } from "../../../../test/kit/checks.ts";
import { stallsInHandshake } from "../../../../test/kit/hostile/stalls-in-handshake.ts";
import { type LocalServer, startScripted, startTcp, startTlsHttp } from "../../../../test/kit/servers.ts";
import { startTlsTalk } from "../../../../test/kit/tls-server.ts";
import type { Check } from "../../model/check.ts";
import type { TlsOptions } from "../../net/tls-options.ts";
import { runCheck } from "../../run/run-check.ts";

const root = makeCertificate("Acme Root", { isAuthority: true, validToDays: 300.5 });
const middle = makeCertificate("Acme Intermediate", { isAuthority: true, issuer: root, validToDays: 100.5 });
const good = makeCertificate("127.0.0.1", { issuer: root });
const trusting: TlsOptions = { verify: true, ca: root.cert };
/** One attempt only. */
const once = { timeoutMs: 1_000, everyMs: 1_001 };

function startServer({ cert, keyPem }: Identity, chain = "", options: Parameters<typeof startTlsTalk>[0] = {}) {
  return startTlsTalk({ cert: cert + chain, key: keyPem, ...options }, (socket) => socket.resume());
}

async function ask(server: LocalServer, tls: Partial<TlsOptions> = {}, part: Partial<Check> = {}) {
  const check = tlsCheck(server.port, { ...once, tls: { tls: { ...trusting, ...tls } }, ...part });
  const outcome = await runCheck(check, runOptions());
  await expect.poll(() => server.openConnections()).toBe(0);
  return outcome;
}

describe("a handshake that succeeds", () => {
  it("tells what both sides agreed on, and has its phases", async () => {
    await using server = await startServer(good);
    const outcome = await ask(server);
    expect(outcome).toMatchObject({
      status: "up",
      facts: {
        address: "127.0.0.1",
        protocol: "TLSv1.3",
        cipher: "TLS_AES_256_GCM_SHA384",
        "certificate.daysLeft": 59,
        "certificate.subject": "CN=127.0.0.1",
        "certificate.issuer": "CN=Acme Root",
        "certificate.fingerprint": expect.stringMatching(/^[0-9a-f]{64}$/),
        chainDaysLeft: 59,
      },
      evidence: { request: `TLS 127.0.0.1:${server.port}`, certificate: { names: ["127.0.0.1"] } },
    });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls"]);
  });

  it("80. keeps counting days below zero, exactly", async () => {
    for (const [validToDays, daysLeft] of [
      [0.5, 0],
      [-0.5, -1],
      [-400.5, -401],
    ] as const) {
      await using server = await startServer(makeCertificate("127.0.0.1", { issuer: root, validFromDays: -500, validToDays }));
      const outcome = await ask(server, { verify: false });
      expect(outcome).toMatchObject({ status: "up", facts: { "certificate.daysLeft": daysLeft, chainDaysLeft: daysLeft } });
    }
  });

  it("74. asks each server for its own name", async () => {
    const names = ["a.shop.example", "b.shop.example", "c.shop.example"];
    const contexts = new Map(
      names.map((name) => {
        const { cert, keyPem } = makeCertificate(name, { issuer: root });
        return [name, createSecureContext({ cert, key: keyPem })];
      }),
    );
    await using server = await startServer(good, "", { SNICallback: (name, done) => done(null, contexts.get(name)) });
    const outcomes = await Promise.all(
      names.map((serverName) =>
        runCheck(tlsCheck(server.port, { ...once, tls: { tls: { ...trusting, serverName } } }), runOptions()),
      ),
    );
    expect(outcomes.map(({ facts }) => facts["certificate.subject"])).toEqual(names.map((name) => `CN=${name}`));
    expect(outcomes.map(({ status }) => status)).toEqual(["up", "up", "up"]);
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "79. takes its leave with close_notify in %s, so that the server logs no error",
    async (maxVersion) => {
      const goodbyes: string[] = [];
      await using server = await startTlsTalk({ cert: good.cert, key: good.keyPem, maxVersion }, (socket) =>
        socket
          .resume()
          .once("end", () => goodbyes.push("end"))
          .once("error", (error) => goodbyes.push(error.message))
          .once("end", () => socket.end()),
      );
      expect(await ask(server)).toMatchObject({ status: "up", facts: { protocol: maxVersion } });
      expect(goodbyes).toEqual(["end"]);
    },
  );

  it("79. sends the alert itself, not only FIN", async () => {
    await using server = await startServer(good, "", { maxVersion: "TLSv1.2" });
    const recordTypes: number[] = [];
    await using tap = await startTcp((near) => {
      const far = connect(server.port, "127.0.0.1");
      far.on("data", (bytes) => near.write(bytes)).on("end", () => near.end());
      near
        .on("data", (bytes) => {
          recordTypes.push(bytes[0] ?? 0);
          far.write(bytes);
        })
        .on("end", () => far.end());
    });
    await ask(tap);
    expect(recordTypes.at(-1)).toBe(21);
  });
});

describe("a certificate that is refused", () => {
  const refusals: readonly (readonly [string, CertificateOptions, string, Partial<TlsOptions>])[] = [
    ["66. is signed by itself", {}, "certificate-self-signed", {}],
    ["67. has expired", { issuer: root, validFromDays: -9, validToDays: -2.5 }, "certificate-expired", {}],
    ["is not valid yet", { issuer: root, validFromDays: 5 }, "certificate-not-yet-valid", {}],
    ["72. is for another name", { issuer: root, altNames: ["shop.example"] }, "certificate-name-mismatch", {}],
    ["73. has a common name only", { issuer: root, altNames: [] }, "certificate-name-mismatch", {}],
    [
      "73. has a wildcard for one label less",
      { issuer: root, altNames: ["*.shop.example"] },
      "certificate-name-mismatch",
      { serverName: "a.b.shop.example" },
    ],
    ["comes without its intermediate", { issuer: middle }, "certificate-chain-incomplete", {}],
  ];

  it.each(refusals)("%s, and is reported all the same", async (_, options, code, tls) => {
    const identity = makeCertificate("127.0.0.1", options);
    await using server = await startServer(identity);
    expect(await ask(server, tls)).toMatchObject({
      status: "down",
      failure: { phase: "tls", code },
      facts: {
        "certificate.subject": "CN=127.0.0.1",
        "certificate.issuer": `CN=${options.issuer?.name ?? "127.0.0.1"}`,
        "certificate.daysLeft": code === "certificate-expired" ? -3 : 59,
        protocol: "TLSv1.3",
      },
    });
    expect(await ask(server, { ...tls, verify: false })).toMatchObject({
      status: "up",
      facts: { "certificate.subject": "CN=127.0.0.1" },
    });
  });

  it("has an issuer whom nobody trusts, and is reported all the same", async () => {
    const nobody = makeCertificate("Nobody", { isAuthority: true });
    await using server = await startServer(makeCertificate("127.0.0.1", { issuer: nobody }), nobody.cert);
    expect(await ask(server)).toMatchObject({
      status: "down",
      failure: { phase: "tls", code: "certificate-untrusted" },
      facts: { "certificate.issuer": "CN=Nobody" },
    });
  });

  it("is still a failure, not a fault of ours, when its dates make no sense", async () => {
    const identity = makeCertificate("127.0.0.1", { issuer: root, validTo: "20261301000000Z" });
    await using server = await startServer(identity);
    const outcome = await ask(server);
    expect(outcome).toMatchObject({ status: "down", failure: { code: "certificate-untrusted" } });
    expect(outcome.facts).not.toHaveProperty(["certificate.daysLeft"]);
    expect((await ask(server, { verify: false })).status).toBe("up");
  });
});

describe("the chain", () => {
  const leaf = makeCertificate("127.0.0.1", { issuer: middle, validToDays: 150.5 });

  it("is as good as its shortest-lived certificate", async () => {
    await using server = await startServer(leaf, middle.cert);
    expect(await ask(server)).toMatchObject({ status: "up", facts: { "certificate.daysLeft": 150, chainDaysLeft: 100 } });
  });

  it("69. does not suffer from an expired intermediate beside its successor, in either order", async () => {
    const expired = makeCertificate("Acme Intermediate", {
      isAuthority: true,
      issuer: root,
      sameKeyAs: middle,
      validFromDays: -9,
      validToDays: -2,
    });
    for (const chain of [expired.cert + middle.cert, middle.cert + expired.cert]) {
      await using server = await startServer(leaf, chain);
      expect(await ask(server)).toMatchObject({ status: "up", facts: { chainDaysLeft: 100 } });
    }
  });

  it("70. does not suffer from an expired cross-signed root that the server still sends", async () => {
    const oldRoot = makeCertificate("Old Root", { isAuthority: true, validFromDays: -900, validToDays: -9 });
    const crossSigned = makeCertificate("Acme Root", {
      isAuthority: true,
      issuer: oldRoot,
      sameKeyAs: root,
      validFromDays: -900,
      validToDays: -9,
    });
    await using server = await startServer(leaf, middle.cert + crossSigned.cert + oldRoot.cert);
    expect(await ask(server)).toMatchObject({ status: "up", facts: { chainDaysLeft: 100 } });
  });

  it("does not suffer from an expired certificate that has nothing to do with it", async () => {
    const stranger = makeCertificate("Stranger", { isAuthority: true, validFromDays: -9, validToDays: -2 });
    await using server = await startServer(leaf, stranger.cert + middle.cert);
    expect(await ask(server)).toMatchObject({ status: "up", facts: { chainDaysLeft: 100 } });
  });

  it("does not go through an intermediate that bears the right name and did not sign", async () => {
    const impostor = makeCertificate("Acme Intermediate", { isAuthority: true, issuer: root, validToDays: 200.5 });
    await using server = await startServer(leaf, middle.cert + impostor.cert);
    expect(await ask(server)).toMatchObject({ status: "up", facts: { chainDaysLeft: 100 } });
  });

  it("67. has expired when its only intermediate has, and says by how much", async () => {
    const expired = makeCertificate("Acme Intermediate", {
      isAuthority: true,
      issuer: root,
      sameKeyAs: middle,
      validFromDays: -9,
      validToDays: -2.5,
    });
    await using server = await startServer(leaf, expired.cert);
    expect(await ask(server)).toMatchObject({
      status: "down",
      failure: { code: "certificate-expired" },
      facts: { "certificate.daysLeft": 150, chainDaysLeft: -3 },
    });
  });

  it("has no days where no path leads to a root that we trust", async () => {
    await using server = await startServer(makeCertificate("127.0.0.1"));
    const { facts } = await ask(server, { verify: false });
    expect(facts).toHaveProperty(["certificate.daysLeft"]);
    expect(facts).not.toHaveProperty("chainDaysLeft");
  });
});

describe.each(["TLSv1.2", "TLSv1.3"] as const)("65. a server that demands a client certificate in %s", (maxVersion) => {
  const clients = makeCertificate("Clients", { isAuthority: true });
  const known = makeCertificate("client", { issuer: clients });
  const unknown = makeCertificate("client");
  const demands = { ca: clients.cert, requestCert: true, rejectUnauthorized: true, maxVersion };

  it("says so, with the facts of its own certificate", async () => {
    await using server = await startServer(good, "", demands);
    expect(await ask(server)).toMatchObject({
      status: "down",
      failure: { phase: "tls", code: "tls-client-certificate-required" },
      facts: { "certificate.subject": "CN=127.0.0.1", "certificate.daysLeft": 59, protocol: maxVersion },
    });
  });

  it("is up with the right certificate, and down with another", async () => {
    await using server = await startTlsHttp({ cert: good.cert, key: good.keyPem, ...demands });
    expect(await ask(server, { cert: known.cert, key: known.keyPem })).toMatchObject({ status: "up" });
    const refused = await ask(server, { cert: unknown.cert, key: unknown.keyPem });
    expect(refused).toMatchObject({ status: "down", failure: { phase: "tls", code: "tls-failed" } });
  });

  it("is up without one when it merely asks", async () => {
    await using server = await startServer(good, "", { ...demands, rejectUnauthorized: false });
    expect(await ask(server)).toMatchObject({ status: "up" });
  });
});

describe("a handshake that fails", () => {
  it("75. is a version mismatch when the server is older than what is demanded", async () => {
    await using server = await startServer(good, "", { maxVersion: "TLSv1.2" });
    expect(await ask(server, { minVersion: "1.3" })).toMatchObject({ failure: { phase: "tls", code: "tls-version-mismatch" } });
  });

  it("75. is a version mismatch when the server knows only versions that nobody should accept", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await using server = await startServer(good, "", old);
    expect(await ask(server)).toMatchObject({ failure: { phase: "tls", code: "tls-version-mismatch" } });
  });

  it("75. is a handshake_failure when there is no common cipher", async () => {
    await using server = await startServer(good, "", { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" });
    const { failure } = await ask(server);
    expect(failure).toMatchObject({ phase: "tls", code: "tls-failed", message: expect.stringContaining("handshake_failure") });
  });

  it("76. ends at the deadline when the ClientHello is never answered", async () => {
    await using server = await startTcp(() => undefined);
    const outcome = await ask(server, {}, { timeoutMs: 200, everyMs: 201 });
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "tls", code: "tls-timed-out" } });
  });

  it("76. ends at the deadline when the server falls silent in the middle", async () => {
    await using server = await stallsInHandshake.start();
    const outcome = await ask(server, {}, { timeoutMs: 200, everyMs: 201 });
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "tls", code: "tls-timed-out" } });
  });

  const answers: readonly (readonly [string, string | Buffer, string])[] = [
    ["HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", "tls-not-spoken"],
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n", "tls-not-spoken"],
    ["zeros", Buffer.alloc(100), "tls-not-spoken"],
    ["a record that is too large", Buffer.concat([Buffer.from("160303ffff", "hex"), Buffer.alloc(1_000)]), "tls-not-spoken"],
    ["application data", Buffer.from("1703030005aabbccddee", "hex"), "tls-not-spoken"],
    ["a ServerHello of noise", Buffer.concat([Buffer.from("160303007a020000760303", "hex"), Buffer.alloc(116, 7)]), "tls-failed"],
    ["half a record", Buffer.from("160303", "hex"), "tls-failed"],
    ["alert internal_error", Buffer.from("15030300020250", "hex"), "tls-failed"],
    ["alert unrecognized_name", Buffer.from("15030300020270", "hex"), "tls-failed"],
    ["alert protocol_version", Buffer.from("15030300020246", "hex"), "tls-version-mismatch"],
    ["an alert of no meaning", Buffer.from("150303000200ff", "hex"), "tls-failed"],
    ["nothing, and closes", "", "tls-failed"],
  ];

  it.each(answers)("is told from %s", async (_, answer, code) => {
    await using server = await startScripted(answer);
    expect(await ask(server)).toMatchObject({ status: "down", failure: { phase: "tls", code } });
  });
});
