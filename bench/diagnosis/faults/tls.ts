/** TLS that stalls, on which both sides cannot agree, and certificates that should not be there. */
import type { Check } from "../../../lib/core/model/check.ts";
import type { TlsOptions } from "../../../lib/core/net/tls-options.ts";
import { type CertificateOptions, type Identity, makeCertificate } from "../../../test/kit/certificates.ts";
import { httpCheck, tcpCheck, tlsCheck } from "../../../test/kit/checks.ts";
import type { Fault, Play } from "../fault.ts";
import { API, breakAfterAWhile, TIMEOUT_MS } from "../scene.ts";
import { answering, type Behaviour, keysOf, openSite, saying, silent, type Tls, tls } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

const AUTHORITY = makeCertificate("Acme Root", { isAuthority: true });
const BETWEEN = makeCertificate("Acme Issuing", { isAuthority: true, issuer: AUTHORITY });
const GOOD = issued({});

function issued(options: CertificateOptions, name = API): Identity {
  return makeCertificate(name, { issuer: AUTHORITY, ...options });
}

type Way = "https" | "tls" | "tcp with TLS";
const WAYS: readonly Way[] = ["https", "tls", "tcp with TLS"];

function checkBy(way: Way, port: number, part: Partial<Check> & { readonly tls?: Partial<TlsOptions> }): Check {
  const { tls: extra, ...rest } = part;
  const options = { id: `acme/${way.replaceAll(" ", "-")}`, group: "acme", timeoutMs: TIMEOUT_MS, ...rest };
  const trust = { verify: true, ca: AUTHORITY.cert, ...extra };
  if (way === "https") return httpCheck(`https://${API}:${port}/`, { ...options, http: { tls: trust } });
  if (way === "tls") return tlsCheck(port, { ...options, tls: { host: API, tls: trust } });
  return tcpCheck(port, { ...options, tcp: { host: API, tls: trust } });
}

const WELL: Behaviour = answering(200, "ok");

interface BreakTls {
  /** Of the check itself. */
  readonly part?: Partial<Check> & { readonly tls?: Partial<TlsOptions> };
  readonly forMs?: number;
}

function breaksInto(behaviour: Behaviour, options: BreakTls = {}): Readonly<Record<string, Play>> {
  return Object.fromEntries(WAYS.map((way) => [way, breakOne(way, behaviour, options)]));
}

function breakOne(way: Way, behaviour: Behaviour, { part = {}, forMs }: BreakTls): Play {
  return async (world: World) => {
    world.name(API);
    const site = await world.use(openSite(tls(keysOf(GOOD), WELL)));
    const checks = [checkBy(way, site.port, part)];
    await breakAfterAWhile(world, { checks, breaks: () => site.behave(behaviour), ...(forMs !== undefined && { forMs }) });
  };
}

function presenting(identity: Identity, options: Tls = {}): Behaviour {
  return tls({ ...keysOf(identity), ...options }, WELL);
}

export const tlsStalled: Fault = {
  name: "the TLS handshake is begun and not ended",
  right: ["tls-stalled"],
  variants: breaksInto(silent, { forMs: 3 * MINUTE_MS }),
  isLong: true,
};

export const tlsStalledHalfway: Fault = {
  name: "the TLS handshake stalls behind its first message",
  right: ["tls-stalled"],
  variants: breaksInto(halfAHandshake(), { forMs: 3 * MINUTE_MS }),
  isLong: true,
};

/** The same bytes as the hostile server of the contract suite. */
function halfAHandshake(): Behaviour {
  const hello = Buffer.concat([
    Buffer.from("16030300310200002d0303", "hex"),
    Buffer.alloc(32, 7),
    Buffer.from("00c02f000005ff01000100", "hex"),
  ]);
  return (socket) => void socket.once("data", () => socket.write(hello));
}

export const certificateExpired: Fault = {
  name: "the certificate has expired",
  right: ["certificate-expired"],
  variants: breaksInto(presenting(issued({ validFromDays: -90, validToDays: -1 }))),
};

export const certificateExpiring: Fault = {
  name: "the certificate has fewer days left than asked for",
  right: ["certificate-expiring"],
  variants: Object.fromEntries(
    WAYS.map((way) => {
      const expect = [{ fact: "certificate.daysLeft", matcher: { op: "above", value: 14 } }] as const;
      return [way, breakOne(way, presenting(issued({ validToDays: 5 })), { part: { expect } })];
    }),
  ),
};

export const certificateNotYetValid: Fault = {
  name: "the certificate is not valid yet",
  right: ["certificate-not-yet-valid"],
  variants: breaksInto(presenting(issued({ validFromDays: 2 }))),
};

export const certificateOfAnother: Fault = {
  name: "the certificate is of another name",
  right: ["certificate-name-mismatch"],
  variants: breaksInto(presenting(issued({}, "www.another.example"))),
};

export const certificateSelfSigned: Fault = {
  name: "the certificate is signed by itself",
  right: ["certificate-untrusted"],
  variants: breaksInto(presenting(makeCertificate(API))),
};

export const certificateUntrusted: Fault = {
  name: "the certificate is of an authority that nobody trusts",
  right: ["certificate-untrusted"],
  honest: ["certificate-chain-incomplete"],
  variants: breaksInto(untrusted()),
};

function untrusted(): Behaviour {
  const stranger = makeCertificate("Strange Root", { isAuthority: true });
  return tls(keysOf(makeCertificate(API, { issuer: stranger }), stranger), WELL);
}

export const chainIncomplete: Fault = {
  name: "the server leaves out the certificate between",
  right: ["certificate-chain-incomplete"],
  variants: breaksInto(presenting(makeCertificate(API, { issuer: BETWEEN, issuerUrl: "http://pki.acme.example/issuing.cer" }))),
};

export const versionMismatch: Fault = {
  name: "both sides know no TLS version or cipher in common",
  right: ["tls-policy"],
  variants: {
    "https, the server ends at 1.2": breakOne("https", presenting(GOOD, { maxVersion: "TLSv1.2" }), {
      part: { tls: { minVersion: "1.3" } },
    }),
    "tls, the server ends at 1.2": breakOne("tls", presenting(GOOD, { maxVersion: "TLSv1.2" }), {
      part: { tls: { minVersion: "1.3" } },
    }),
    "tcp with TLS, no cipher in common": breakOne(
      "tcp with TLS",
      presenting(GOOD, { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" }),
      {},
    ),
  },
};

export const clientCertificateRequired: Fault = {
  name: "the server wants a certificate of us",
  right: ["client-certificate-required"],
  variants: breaksInto(presenting(GOOD, { requestCert: true, rejectUnauthorized: true, ca: AUTHORITY.cert })),
};

export const notTls: Fault = {
  name: "what answers does not speak TLS",
  right: ["tls-not-spoken"],
  variants: {
    "https, plain HTTP answers": breakOne("https", saying("HTTP/1.1 400 Bad Request\r\n\r\n"), {}),
    "tls, SSH answers": breakOne("tls", (socket) => void socket.resume().write("SSH-2.0-OpenSSH_9.6\r\n"), {}),
    "tls, SMTP offers no STARTTLS": async (world) => {
      const site = await world.use(openSite(mail));
      const target = { host: world.name(API), startTls: "smtp" } as const;
      const check = tlsCheck(site.port, { id: "acme/smtp", group: "acme", timeoutMs: TIMEOUT_MS, tls: target });
      await breakAfterAWhile(world, { checks: [check], breaks: () => undefined });
    },
  },
};

const mail: Behaviour = (socket) => {
  socket.write("220 mail.acme.example ESMTP\r\n");
  socket.on("data", () => socket.write("250-mail.acme.example\r\n250 SIZE 1000000\r\n"));
};
