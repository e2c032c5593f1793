/** Modules that open a connection and may hold a conversation on it. */
import { type Converted, impossible, type Written } from "../foreign.ts";
import { hostAndPort, ipOf, type ModuleContext, tlsOf } from "./common.ts";
import type { BlackboxStep, BlackboxTcp } from "./schema.ts";

const SECRET_SENT = /\b(auth|pass|password|login)\b/i;
/** Protocols by what a client says before it begins TLS. */
const START_TLS: readonly (readonly [said: RegExp, protocol: string])[] = [
  [/^(EHLO|HELO|STARTTLS)\b/i, "smtp"],
  [/^\S+ STARTTLS\b/i, "imap"],
  [/^STLS\b/i, "pop3"],
  [/^AUTH TLS\b/i, "ftp"],
  [/xmpp/i, "xmpp"],
];

export function convertTcp(module: BlackboxTcp, context: ModuleContext): Converted {
  const { host, port } = hostAndPort(context.target, module.tls ? 443 : 80);
  const steps = module.query_response ?? [];
  const upgradeAt = steps.findIndex(({ starttls }) => starttls);
  const protocol = upgradeAt < 0 ? undefined : startTlsOf(steps.slice(0, upgradeAt));
  if (upgradeAt >= 0 && protocol === undefined) {
    return impossible("it begins TLS in a protocol that cannot be told from its script", "Write startTls with the protocol.");
  }
  const script = steps.slice(upgradeAt + 1).flatMap((step) => stepsOf(step, context));
  const { tls, losses } = tlsOf(module.tls_config);
  const isEncrypted = module.tls || upgradeAt >= 0;
  const options = Object.keys(tls).length > 0 ? tls : true;
  const tcp: Written = {
    ...{ host, port },
    ...(ipOf(module) !== undefined && { ip: ipOf(module) }),
    ...(isEncrypted && (options !== true || protocol === undefined) && { tls: options }),
    ...(protocol !== undefined && { startTls: protocol }),
    ...(script.length > 0 && { script }),
  };
  const isPlain = Object.keys(tcp).length === 2 && !host.includes(":");
  return { check: { tcp: isPlain ? `${host}:${port}` : tcp }, losses };
}

function startTlsOf(before: readonly BlackboxStep[]): string | undefined {
  const said = before.flatMap(({ send }) => (send ? [send] : []));
  return START_TLS.find(([pattern]) => said.some((line) => pattern.test(line)))?.[1];
}

/** A step there expects and then sends; a step here does one of the two. */
function stepsOf({ expect, expect_bytes, send }: BlackboxStep, context: ModuleContext): Written[] {
  return [
    ...(expect ? [{ expect }] : []),
    ...(expect_bytes ? [{ expectBytes: Buffer.from(expect_bytes, "utf8").toString("hex") }] : []),
    ...(send ? [{ send: `${safeLine(send, context)}\n` }] : []),
  ];
}

function safeLine(line: string, { id, secrets }: ModuleContext): string {
  return SECRET_SENT.test(line) && !line.includes("${") ? secrets.reference(id, "SENT") : line;
}
