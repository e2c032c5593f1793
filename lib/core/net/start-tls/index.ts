/** How a server is asked to begin TLS in the middle of a plain connection, by protocol. */
import type { Dialogue } from "./dialogue.ts";
import { ftp } from "./ftp.ts";
import { imap } from "./imap.ts";
import { ldap } from "./ldap.ts";
import { mysql } from "./mysql.ts";
import { pop3 } from "./pop3.ts";
import { postgres } from "./postgres.ts";
import { smtp } from "./smtp.ts";
import { xmpp } from "./xmpp.ts";

export const START_TLS = { smtp, imap, pop3, ftp, xmpp, ldap, postgres, mysql } as const satisfies Record<
  string,
  (host: string) => Dialogue
>;

export type StartTlsProtocol = keyof typeof START_TLS;

export const START_TLS_PROTOCOLS: readonly StartTlsProtocol[] = Object.keys(START_TLS).filter((name) => isProtocol(name));

function isProtocol(name: string): name is StartTlsProtocol {
  return Object.hasOwn(START_TLS, name);
}
