import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { runOptions, tlsCheck } from "../../../../test/kit/checks.ts";
import { startTcp } from "../../../../test/kit/servers.ts";
import { startDialect, type Turn } from "../../../../test/kit/start-tls-server.ts";
import { runCheck } from "../../run/run-check.ts";
import { START_TLS_PROTOCOLS, type StartTlsProtocol } from "./index.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const identity = makeCertificate("127.0.0.1", { issuer: root });
/** One attempt only. */
const once = { timeoutMs: 250, everyMs: 251 };

const STREAM = "version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
const XMPP_OPENS = { hears: `<?xml version='1.0'?><stream:stream to='127.0.0.1' ${STREAM}>`, says: "" };
const XMPP_STREAM = "<?xml version='1.0'?>\n<stream:stream from='127.0.0.1' id='1' version='1.0'>";
const XMPP_ASKS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const LDAP_ASKS = Buffer.from("301d02010177188016312e332e362e312e342e312e313436362e3230303337", "hex");
const POSTGRES_ASKS = Buffer.from("0000000804d2162f", "hex");
const MYSQL_ASKS = Buffer.from(`20000001008a08000000000${"12d"}${"00".repeat(23)}`, "hex");

/** A greeting of protocol 10 with these flags in the lower half. */
function mysqlGreeting(flags: number): Buffer {
  const lower = Buffer.from([flags & 0xff, flags >> 8]);
  const rest = Buffer.from("2d0200ff811500000000000000000000aabbccddaabbccddaabbccdd00", "hex");
  const body = Buffer.concat([Buffer.from("\n8.4.3\0", "latin1"), Buffer.from("0a000000aabbccddaabbccdd00", "hex"), lower, rest]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

/** LDAPMessage 1, ExtendedResponse with the result code; `long`: lengths in four bytes, as Active Directory writes them. */
function ldapAnswer(code: number, { long = false, words = "" } = {}): Buffer {
  const length = (count: number) => (long ? [0x84, 0, 0, 0, count] : [count]);
  const result = Buffer.concat([Buffer.from([0x0a, 1, code, 0x04, 0, 0x04, ...length(words.length)]), Buffer.from(words)]);
  const response = Buffer.concat([Buffer.from([0x02, 1, 1, 0x78, ...length(result.length)]), result]);
  return Buffer.concat([Buffer.from([0x30, ...length(response.length)]), response]);
}

const good: Record<StartTlsProtocol, readonly Turn[]> = {
  smtp: [
    { says: "220-mail.acme.example ESMTP\r\n220 no spam\r\n" },
    { hears: "EHLO bongsu.invalid\r\n", says: "250-mail.acme.example\r\n250-SIZE 1000\r\n250-starttls\r\n250 8BITMIME\r\n" },
    { hears: "STARTTLS\r\n", says: "220 2.0.0 go ahead\r\n" },
  ],
  imap: [
    { says: "* OK [CAPABILITY IMAP4rev1] ready\r\n" },
    { hears: "a1 CAPABILITY\r\n", says: "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n" },
    { hears: "a2 STARTTLS\r\n", says: "a2 OK begin\r\n" },
  ],
  pop3: [
    { says: "+OK ready <1@acme>\r\n" },
    { hears: "CAPA\r\n", says: "+OK\r\nUSER\r\nSTLS\r\n.\r\n" },
    { hears: "STLS\r\n", says: "+OK begin\r\n" },
  ],
  ftp: [{ says: "220-welcome\r\n 221 not yet\r\n220 ready\r\n" }, { hears: "AUTH TLS\r\n", says: "234 go\r\n" }],
  xmpp: [
    XMPP_OPENS,
    { says: `${XMPP_STREAM}<stream:features><starttls xmlns='urn:x'><required/></starttls></stream:features>` },
    { hears: XMPP_ASKS, says: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" },
  ],
  ldap: [{ hears: LDAP_ASKS, says: ldapAnswer(0) }],
  postgres: [{ hears: POSTGRES_ASKS, says: "S" }],
  mysql: [{ says: mysqlGreeting(0x0800) }, { hears: MYSQL_ASKS, says: "" }],
};

const cases = START_TLS_PROTOCOLS.map((protocol) => [protocol, good[protocol]] as const);

async function ask(startTls: StartTlsProtocol, turns: readonly Turn[], byteByByte = false) {
  await using server = await startDialect({ turns, identity, byteByByte });
  const tls = { startTls, tls: { verify: true, ca: root.cert } };
  const outcome = await runCheck(tlsCheck(server.port, { tls, timeoutMs: 2_000, everyMs: 2_001 }), runOptions());
  await expect.poll(() => server.openConnections()).toBe(0);
  return outcome;
}

describe.each(cases)("STARTTLS of %s", (startTls, turns) => {
  it("92. leads to TLS, in a phase of its own", async () => {
    const outcome = await ask(startTls, turns);
    expect(outcome).toMatchObject({ status: "up", facts: { "certificate.subject": "CN=127.0.0.1", protocol: "TLSv1.3" } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "starttls", "tls"]);
    expect(Math.abs(outcome.phases.reduce((sum, { ms }) => sum + ms, 0) - outcome.totalMs)).toBeLessThan(1);
  });

  it("91. is the same when every byte comes in a segment of its own", async () => {
    expect(await ask(startTls, turns, true)).toMatchObject({ status: "up" });
  });

  it("94. refuses plain text that stands behind the go-ahead", async () => {
    const injected = turns.map((turn, index) => {
      const isLast = index === (startTls === "mysql" ? 0 : turns.length - 1);
      return isLast ? { ...turn, says: Buffer.concat([Buffer.from(turn.says), Buffer.from("250 injected\r\n")]) } : turn;
    });
    expect(await ask(startTls, injected)).toMatchObject({
      status: "down",
      failure: { phase: "starttls", code: "protocol-error", message: expect.stringContaining("injected") },
      facts: { address: "127.0.0.1" },
    });
  });

  it("95. ends at the deadline when the server never says a word, with the socket closed", async () => {
    await using server = await startTcp(() => undefined);
    expect(await runCheck(tlsCheck(server.port, { ...once, tls: { startTls } }), runOptions())).toMatchObject({
      status: "down",
      failure: { phase: "starttls", code: "response-timed-out" },
    });
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it.each(turns.map((_, index) => index))("names its phase when the server breaks off before turn %d", async (index) => {
    await using closing = await startDialect({
      turns: [...turns.slice(0, index), { hears: "something else", says: "" }],
      identity,
    });
    const outcome = await runCheck(tlsCheck(closing.port, { ...once, tls: { startTls } }), runOptions());
    expect(outcome.failure?.phase).toMatch(/^(starttls|tls)$/);
    expect(outcome.failure?.code).toMatch(/^(response-closed|response-reset|response-timed-out|tls-failed)$/);
  });
});

/** What a server says in place of a good answer, and what must be said of it. */
const refusals: readonly (readonly [StartTlsProtocol, string, readonly Turn[]])[] = [
  ["smtp", "starttls-not-offered", [{ says: "220 a\r\n" }, { hears: "EHLO bongsu.invalid\r\n", says: "250-a\r\n250 SIZE\r\n" }]],
  ["smtp", "starttls-not-offered", [{ says: "220 a\r\n" }, { hears: "EHLO bongsu.invalid\r\n", says: "502 what?\r\n" }]],
  ["smtp", "starttls-not-offered", [...good.smtp.slice(0, 2), { hears: "STARTTLS\r\n", says: "454 not now\r\n" }]],
  ["smtp", "protocol-error", [{ says: "554 go away\r\n" }]],
  ["smtp", "protocol-error", [{ says: "SSH-2.0-OpenSSH_9.6\r\n" }]],
  ["ftp", "starttls-not-offered", [{ says: "220 a\r\n" }, { hears: "AUTH TLS\r\n", says: "500 unknown\r\n" }]],
  ["ftp", "protocol-error", [{ says: "220 a\r\n" }, { hears: "AUTH TLS\r\n", says: "200 fine\r\n" }]],
  ["ftp", "protocol-error", [{ says: "421 too many\r\n" }]],
  [
    "imap",
    "starttls-not-offered",
    [{ says: "* OK a\r\n" }, { hears: "a1 CAPABILITY\r\n", says: "* CAPABILITY IMAP4\r\na1 OK\r\n" }],
  ],
  ["imap", "starttls-not-offered", [...good.imap.slice(0, 2), { hears: "a2 STARTTLS\r\n", says: "a2 NO\r\n" }]],
  ["imap", "starttls-not-offered", [{ says: "* PREAUTH welcome\r\n" }]],
  ["imap", "protocol-error", [{ says: "* BYE overloaded\r\n" }]],
  ["pop3", "starttls-not-offered", [{ says: "+OK\r\n" }, { hears: "CAPA\r\n", says: "+OK\r\nUSER\r\n.\r\n" }]],
  [
    "pop3",
    "starttls-not-offered",
    [{ says: "+OK\r\n" }, { hears: "CAPA\r\n", says: "-ERR what?\r\n" }, { hears: "STLS\r\n", says: "-ERR what?\r\n" }],
  ],
  ["pop3", "protocol-error", [{ says: "-ERR busy\r\n" }]],
  ["xmpp", "starttls-not-offered", [XMPP_OPENS, { says: `${XMPP_STREAM}<stream:features><bind/></stream:features>` }]],
  ["xmpp", "starttls-not-offered", [XMPP_OPENS, { says: `${XMPP_STREAM}<stream:features/>` }]],
  [
    "xmpp",
    "starttls-not-offered",
    [...good.xmpp.slice(0, 2), { hears: XMPP_ASKS, says: "<failure xmlns='x'/></stream:stream>" }],
  ],
  ["xmpp", "protocol-error", [XMPP_OPENS, { says: `${XMPP_STREAM}<stream:error><host-unknown/></stream:error>` }]],
  ["ldap", "starttls-not-offered", [{ hears: LDAP_ASKS, says: ldapAnswer(2, { words: "unsupported" }) }]],
  ["ldap", "starttls-not-offered", [{ hears: LDAP_ASKS, says: ldapAnswer(52, { long: true }) }]],
  ["ldap", "protocol-error", [{ hears: LDAP_ASKS, says: "HTTP/1.1 400 Bad Request\r\n\r\n" }]],
  ["ldap", "protocol-error", [{ hears: LDAP_ASKS, says: Buffer.from("3084ffffffff", "hex") }]],
  ["ldap", "protocol-error", [{ hears: LDAP_ASKS, says: Buffer.from("30060201017805ff", "hex") }]],
  ["postgres", "starttls-not-offered", [{ hears: POSTGRES_ASKS, says: "N" }]],
  ["postgres", "protocol-error", [{ hears: POSTGRES_ASKS, says: "E" }]],
  ["mysql", "starttls-not-offered", [{ says: mysqlGreeting(0xf7ff) }]],
  ["mysql", "protocol-error", [{ says: Buffer.from("0e000000ff69044861636b206f6666206e6f", "hex") }]],
  ["mysql", "protocol-error", [{ says: Buffer.from("0300000009ff00", "hex") }]],
  ["mysql", "protocol-error", [{ says: "220 mail.acme.example ESMTP\r\n" }]],
];

describe("a server that gives no TLS", () => {
  it.each(refusals)("93. of %s is down with %s, and is not sent another word", async (startTls, code, turns) => {
    const outcome = await ask(startTls, [...turns, { hears: "anything more", says: "" }]);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "starttls", code } });
  });

  it("says what the server said, in one clean line", async () => {
    const { failure } = await ask("smtp", [{ says: `554 \u001b[31mgo away ${"x".repeat(500)}\r\n` }]);
    expect(failure?.message).toMatch(/^the server greets with "554 \[31mgo away x+…" instead of 220$/);
    expect(failure?.message.length).toBeLessThan(200);
  });

  it("says why a MySQL server turns us away", async () => {
    const { failure } = await ask("mysql", [
      { says: Buffer.concat([Buffer.from("0b000000ff6904", "hex"), Buffer.from("Too many")]) },
    ]);
    expect(failure?.message).toBe('the MySQL server turns us away: "Too many"');
  });

  it("understands the long lengths of Active Directory", async () => {
    const turns = [{ hears: LDAP_ASKS, says: ldapAnswer(0, { long: true }) }];
    expect(await ask("ldap", turns, true)).toMatchObject({ status: "up" });
  });

  it.each(["smtp", "imap", "xmpp"] as const)("91. is given up on when %s floods us before TLS", async (startTls) => {
    await using server = await startTcp((socket) => {
      const flood = () => {
        while (!socket.destroyed && socket.write("250-spam and more spam <x>\r\n".repeat(100)));
      };
      socket.on("drain", flood);
      flood();
    });
    const outcome = await runCheck(tlsCheck(server.port, { tls: { startTls }, timeoutMs: 2_000, everyMs: 2_001 }), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "starttls", code: "protocol-error" } });
  });
});
