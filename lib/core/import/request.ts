/** The parts of an HTTP request that may hold secrets: address, headers, body. */
import type { Conversion, Loss } from "./foreign.ts";

/** Everything else may be a key: better a variable too many than a secret in a file. */
const HARMLESS_HEADER =
  /^(accept|accept-(charset|encoding|language)|cache-control|content-type|host|origin|pragma|referer|user-agent|x-requested-with)$/i;
const OWN_HEADER = /^(connection|content-length|expect|keep-alive|transfer-encoding|upgrade)$/i;
const SECRET_WORD = /(^|[^a-z])(api[-_]?key|key|token|secret|passw(or)?d|pwd|auth|signature|sig|code|credentials?)$/i;
const REFERENCE_ALONE = /^(\w+ )?\$\{env:\w+\}$/;
const SECRET_IN_BODY = /passw|pwd|secret|token|api[-_]?key|credential/i;
/** Addresses that are secrets as a whole: whoever knows them may write. */
const SECRET_PATH = /^https:\/\/hooks\.slack\.com\/|\/api\/webhooks\/|\/bot\d+:|\/incomingwebhook\//i;

export interface SafeUrl {
  readonly url: string;
  /** References, where the address held a user. */
  readonly basic?: { readonly user: string; readonly password: string };
}

/** The address without user and password, or why it cannot stand in a file. */
export function safeUrl(written: string, { id, secrets }: Conversion): SafeUrl | { readonly loss: Loss } {
  const url = URL.parse(written.trim());
  // Nothing of it is shown: who knows what it holds.
  if (url === null)
    return { loss: { what: "its address cannot be read", todo: "Write it as in https://api.acme.example/health." } };
  const parameter = [...url.searchParams.keys()].find((name) => SECRET_WORD.test(name));
  if (parameter !== undefined) return { loss: secretAddress("a parameter that looks like a secret") };
  if (SECRET_PATH.test(url.href)) return { loss: secretAddress("a path that is a secret") };
  if (url.username === "" && url.password === "") return { url: written.trim() };
  url.username = "";
  url.password = "";
  return { url: url.href, basic: { user: secrets.reference(id, "USER"), password: secrets.reference(id, "PASSWORD") } };
}

function secretAddress(what: string): Loss {
  return { what: `its address has ${what}`, todo: "Addresses stand in logs and messages: let the service take it in a header." };
}

/** Headers with references in place of what may be a secret. */
export function safeHeaders(headers: Readonly<Record<string, string>>, { id, secrets }: Conversion): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OWN_HEADER.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) => {
      if (HARMLESS_HEADER.test(name) || value === "" || REFERENCE_ALONE.test(value)) return [name, value];
      const scheme = /^(authorization|proxy-authorization)$/i.test(name)
        ? (/^(Bearer|Basic|Token) /i.exec(value)?.[0] ?? "")
        : "";
      return [name, `${scheme}${secrets.reference(id, name)}`];
    }),
  );
}

export function safeBody(body: string, { id, secrets }: Conversion): string {
  return SECRET_IN_BODY.test(body) ? secrets.reference(id, "BODY") : body;
}

/** `http: { … }`, or the address alone where there is nothing else to say. */
export function httpOf(target: Readonly<Record<string, unknown>>): unknown {
  const said = Object.entries(target).filter(([, value]) => value !== undefined && !isEmptyMap(value));
  return said.length === 1 ? target.url : Object.fromEntries(said);
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
