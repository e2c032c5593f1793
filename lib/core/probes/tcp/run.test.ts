import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { runOptions, tcpCheck } from "../../../../test/kit/checks.ts";
import { type LocalServer, startTcp } from "../../../../test/kit/servers.ts";
import { startDialect } from "../../../../test/kit/start-tls-server.ts";
import { startTlsTalk } from "../../../../test/kit/tls-server.ts";
import type { Check } from "../../model/check.ts";
import { runCheck } from "../../run/run-check.ts";
import type { ScriptStep, TcpTarget } from "./target.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const identity = makeCertificate("127.0.0.1", { issuer: root });
const trusting = { verify: true, ca: root.cert };
/** One attempt only. */
const once = { timeoutMs: 2_000, everyMs: 2_001 };
const soon = { timeoutMs: 250, everyMs: 251 };

async function ask(server: LocalServer, tcp: Partial<TcpTarget>, part: Partial<Check> = {}) {
  const outcome = await runCheck(tcpCheck(server.port, { ...once, ...part, tcp }), runOptions());
  await expect.poll(() => server.openConnections()).toBe(0);
  return outcome;
}

/** Plays the script against a server that says this as soon as it is asked. */
async function play(said: string | Buffer, script: readonly ScriptStep[], part: Partial<Check> = {}) {
  await using server = await startTcp((socket) => socket.write(said));
  return await ask(server, { script }, part);
}

/** Each piece in a segment of its own. */
async function sayInPieces(socket: Socket, pieces: Iterable<string>): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    socket.write(piece);
    await delay(1);
  }
}

describe("a connection without a script", () => {
  it("84. is up though the server closes at once, and sends nothing", async () => {
    await using server = await startTcp((socket) => socket.end());
    const outcome = await ask(server, {});
    expect(outcome).toMatchObject({ status: "up", facts: { address: "127.0.0.1" } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect"]);
  });

  it("with TLS has the certificate's facts and its own phase", async () => {
    await using server = await startTlsTalk({ cert: identity.cert, key: identity.keyPem }, (socket) => socket.resume());
    const outcome = await ask(server, { tls: trusting });
    expect(outcome).toMatchObject({ status: "up", facts: { "certificate.subject": "CN=127.0.0.1", "certificate.daysLeft": 59 } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls"]);
    expect(await ask(server, { tls: { verify: true } })).toMatchObject({
      status: "down",
      failure: { phase: "tls" },
      facts: { "certificate.subject": "CN=127.0.0.1" },
    });
  });
});

describe("expect", () => {
  const GREETING = "220-mail.acme.example\r\n220 ready for 결제\r\n";

  it("88. finds its pattern on the second line, and reports that line", async () => {
    expect(await play(GREETING, [{ expect: "^220 ready" }])).toMatchObject({
      status: "up",
      facts: { received: "220 ready for 결제" },
      evidence: { body: "220 ready for 결제" },
    });
  });

  it.each([
    ["^ and $ at every line, whether it ends in \\r\\n", "^220-mail.acme.example$"],
    ["or in the pattern's own words", "example\\r\\n220"],
    ["over several lines", "(?s)mail.*ready"],
    ["in any script", "결제$"],
    ["without regard to case where asked", "(?i)READY"],
  ])("matches %s", async (_, pattern) => {
    expect(await play(GREETING, [{ expect: pattern }])).toMatchObject({ status: "up" });
  });

  it("91. goes on behind the match when the next line came in the same segment", async () => {
    const script = [{ expect: "^220-" }, { expect: "^220 " }];
    expect(await play(GREETING, script)).toMatchObject({ status: "up", facts: { received: "220 ready for 결제" } });
    const twice = await play(GREETING, [{ expect: "^220 " }, { expect: "^220-" }], soon);
    expect(twice).toMatchObject({ status: "down", failure: { phase: "script", code: "response-timed-out" } });
  });

  it("never finds the same words twice, whatever line ends stand before them", async () => {
    const outcome = await play("a\r\n\r\n\r\nb\r\n", [{ expect: "b" }, { expect: "b" }], soon);
    expect(outcome).toMatchObject({ status: "down", failure: { message: expect.stringContaining("(step 2 of the script)") } });
  });

  it("91. needs no line end", async () => {
    expect(await play("login: ", [{ expect: "^login: $" }])).toMatchObject({ status: "up", facts: { received: "login:" } });
  });

  it("91. finds what stands behind 60 KB without a line end, and gives up beyond 64 KB", async () => {
    expect(await play(`${"x".repeat(60_000)}done\r\n`, [{ expect: "done$" }])).toMatchObject({ status: "up" });
    const flooded = await play("x".repeat(200_000), [{ expect: "done$" }]);
    expect(flooded).toMatchObject({ status: "down", failure: { phase: "script", code: "script-unmatched" } });
    expect(String(flooded.facts.received)).toHaveLength(200);
  });

  it("88. is down with what came instead when the server says something else and closes", async () => {
    await using server = await startTcp((socket) => socket.end("554 go away\r\n"));
    expect(await ask(server, { script: [{ expect: "^220 " }] })).toMatchObject({
      status: "down",
      failure: {
        phase: "script",
        code: "script-unmatched",
        message: 'expected /^220 /, got "554 go away", and the server closed the connection (step 1 of the script)',
      },
      facts: { received: "554 go away" },
    });
  });

  it("takes a last line that ends with the connection", async () => {
    await using server = await startTcp((socket) => socket.end("220 ready"));
    expect(await ask(server, { script: [{ expect: "ready$" }] })).toMatchObject({ status: "up" });
  });

  it("says response-closed when the server closes without a word, and response-reset when it resets", async () => {
    await using closing = await startTcp((socket) => socket.end());
    expect(await ask(closing, { script: [{ expect: "x" }] })).toMatchObject({
      failure: { phase: "script", code: "response-closed" },
    });
    await using resetting = await startTcp((socket) => socket.resetAndDestroy());
    const { failure } = await ask(resetting, { script: [{ send: ["PING\r\n"] }, { expect: "x" }] });
    expect(failure?.code).toMatch(/^(response|connect)-reset$/);
  });

  it("87. ends at the deadline when the server's kernel answers, but not the server", async () => {
    await using server = await startTcp((socket) => socket.pause());
    const script = [{ send: ["PING\r\n"] }, { expect: "PONG" }];
    const outcome = await runCheck(tcpCheck(server.port, { ...soon, tcp: { script } }), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "script", code: "response-timed-out" } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "script"]);
  });

  it("keeps an evil pattern and an evil server from taking our time", async () => {
    const outcome = await play("a".repeat(50_000), [{ expect: "(a|aa)+$b" }], soon);
    expect(outcome).toMatchObject({ failure: { code: "response-timed-out" } });
  });

  it("takes bytes that are no text as they come", async () => {
    const noise = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a, 0x32, 0x32, 0x30, 0x20]);
    expect(await play(noise, [{ expect: "^220 " }])).toMatchObject({ status: "up", facts: { received: "220" } });
  });
});

describe("expectBytes", () => {
  it("finds bytes anywhere, and goes on behind them", async () => {
    const said = Buffer.from("00010203ff0a0102", "hex");
    expect(await play(said, [{ expectBytes: "0203ff" }, { expectBytes: "0102" }])).toMatchObject({ status: "up" });
    const again = await play(said, [{ expectBytes: "0102" }, { expectBytes: "0001" }], soon);
    expect(again).toMatchObject({ failure: { phase: "script", code: "response-timed-out" } });
  });

  it("takes turns with expect", async () => {
    const script = [{ expectBytes: "0001" }, { expect: "^ready$" }, { expectBytes: "0d0a02" }];
    expect(await play(Buffer.from("0001\nready\r\n\x02".replace("0001", "\x00\x01"), "latin1"), script)).toMatchObject({
      status: "up",
    });
  });
});

describe("a conversation", () => {
  /** Greets, and answers each line with itself. */
  const greet = "220 <4711@acme> ready\r\n";
  const echo = (socket: Socket) => {
    socket.write(greet);
    socket.on("data", (bytes) => socket.write(bytes));
  };

  it("89. sends what the last expect captured, and 92. text in UTF-8", async () => {
    await using server = await startTcp(echo);
    const script: ScriptStep[] = [
      { expect: "<(\\d+)@(\\w+)>" },
      { send: ["HELLO ", { group: 1 }, " of ", { group: 2 }, " 안녕\r\n"] },
      { expect: "^HELLO 4711 of acme 안녕$" },
    ];
    expect(await ask(server, { script })).toMatchObject({ status: "up", facts: { received: "HELLO 4711 of acme 안녕" } });
  });

  it("sends bytes", async () => {
    await using server = await startTcp(echo);
    expect(await ask(server, { script: [{ sendBytes: "00ff0a" }, { expectBytes: "00ff0a" }] })).toMatchObject({ status: "up" });
  });

  it("fills in secrets after captures, masks them, and shows no half of one", async () => {
    process.env.BONGSU_TEST_PASSWORD = "pa${1}ss-word";
    await using server = await startTcp((socket) =>
      socket.once("data", (bytes) => socket.end(`${"x".repeat(195)}${bytes.toString().trim()} is wrong\r\n`)),
    );
    const script: ScriptStep[] = [{ send: ["${env:BONGSU_TEST_PASSWORD}\r\n"] }, { expect: "is (wrong)" }];
    const outcome = await ask(server, { script });
    delete process.env.BONGSU_TEST_PASSWORD;
    expect(outcome).toMatchObject({ status: "up", facts: { received: "x".repeat(195) } });
    expect(JSON.stringify(outcome)).not.toContain("pa${");
  });

  it("is the same however the server's words are cut", async () => {
    const said = "220-a <1@b>\r\n220 ready\r\n";
    const script: ScriptStep[] = [{ expect: "<(.*)@b>$" }, { expect: "^220 (.*)$" }];
    for (let cut = 1; cut < said.length; cut++) {
      await using server = await startTcp((socket) => void sayInPieces(socket, [said.slice(0, cut), said.slice(cut)]));
      expect(await ask(server, { script }), `cut at ${cut}`).toMatchObject({ status: "up", facts: { received: "220 ready" } });
    }
  });

  it("is the same when every byte comes alone", async () => {
    const said = "220-a\r\n220 ready\r\n";
    await using server = await startTcp((socket) => void sayInPieces(socket, said));
    const outcome = await ask(server, { script: [{ expect: "^220-(.*)$" }, { expect: "^220 (.*)$" }] });
    expect(outcome).toMatchObject({ status: "up", facts: { received: "220 ready" } });
  });

  it("goes through TLS, and 78. a FIN without close_notify behind a full answer is fine", async () => {
    await using server = await startTlsTalk({ cert: identity.cert, key: identity.keyPem }, (socket) => {
      socket.on("data", (bytes) => socket.write(bytes, () => setImmediate(() => server.close())));
    });
    const outcome = await ask(server, { tls: trusting, script: [{ send: ["PING\r\n"] }, { expect: "PING" }] });
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls", "script"]);
  });

  it("92. goes on behind STARTTLS, where the server may be greeted again", async () => {
    const turns = [
      { says: "220 a\r\n" },
      { hears: "EHLO bongsu.invalid\r\n", says: "250 STARTTLS\r\n" },
      { hears: "STARTTLS\r\n", says: "220 go\r\n" },
    ];
    const onSecured = (socket: Socket) => socket.on("data", () => socket.write("250 AUTH PLAIN\r\n"));
    await using server = await startDialect({ turns, identity, onSecured });
    const script = [{ send: ["EHLO acme.example\r\n"] }, { expect: "^250 AUTH" }];
    const outcome = await ask(server, { startTls: "smtp", tls: trusting, script });
    expect(outcome).toMatchObject({ status: "up", facts: { received: "250 AUTH PLAIN" } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "starttls", "tls", "script"]);
  });

  it("65. says that a client certificate is required when TLS 1.3 tells in the middle of the script", async () => {
    const options = { cert: identity.cert, key: identity.keyPem, ca: root.cert, requestCert: true, rejectUnauthorized: true };
    await using server = await startTlsTalk(options, (socket) => socket.resume());
    expect(await ask(server, { tls: trusting, script: [{ expect: "^220 " }] })).toMatchObject({
      failure: { phase: "tls", code: "tls-client-certificate-required" },
    });
  });

  it("65. says so too when there is no script, in the middle of which TLS 1.3 could tell", async () => {
    const options = { cert: identity.cert, key: identity.keyPem, ca: root.cert, requestCert: true, rejectUnauthorized: true };
    await using server = await startTlsTalk(options, (socket) => socket.resume());
    expect(await ask(server, { tls: trusting })).toMatchObject({
      status: "down",
      failure: { phase: "tls", code: "tls-client-certificate-required" },
    });
  });

  it("ends at the deadline when the server takes nothing from us", async () => {
    await using server = await startTcp((socket) => socket.pause());
    const script = [{ send: ["x".repeat(50_000_000)] }];
    const outcome = await runCheck(tcpCheck(server.port, { ...soon, tcp: { script } }), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "script", code: "response-timed-out" } });
  });
});
