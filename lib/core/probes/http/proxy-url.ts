/** `proxy: http://user:${secret:name}@host:port`, taken apart while its references are still references. */
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { checkReferences } from "../../config/references.ts";
import { show } from "../../config/show.ts";
import type { HttpProxy } from "../../net/http/target.ts";

const EXAMPLE = "http://proxy.acme.example:3128";
const FIX = `Write it as in ${EXAMPLE}.`;
const REFERENCE = /\$\{[^}]*\}/g;

export const proxy = leaf<HttpProxy, string>(readProxy, { type: "string", pattern: "^https?://", examples: [EXAMPLE] });

function readProxy(value: unknown, refuse: Refuse): HttpProxy | undefined {
  if (typeof value !== "string") {
    return refuse({ code: "text-expected", message: `${show(value)} stands where the address of a proxy belongs.`, fix: FIX });
  }
  const parts = takeApart(value);
  if ("code" in parts) return refuse(parts);
  let isSound = true;
  for (const text of [parts.user ?? "", parts.password ?? ""]) {
    checkReferences(text, (refusal) => {
      isSound = false;
      return refuse(refusal);
    });
  }
  return isSound ? parts : undefined;
}

/** References may hold every sign that means something in a URL, so others stand in for them while it is parsed. */
function takeApart(written: string): HttpProxy | Refusal {
  const references = written.match(REFERENCE) ?? [];
  const place = (text: string) => text.replaceAll(/~ref(\d+)~/g, (_, index) => references[Number(index)] ?? "");
  let next = 0;
  const url = URL.parse(written.replaceAll(REFERENCE, () => `~ref${next++}~`));
  if (url === null || url.hostname === "" || url.hostname.includes("~")) return malformed();
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== "http" && scheme !== "https") return unknownScheme(scheme);
  if (url.pathname.length > 1 || url.search !== "" || url.hash !== "") return malformed();
  const port = portIn(written);
  if (port === undefined) return portMissing();
  const [user, password] = [place(decode(url.username)), place(decode(url.password))];
  if (password !== "" && password.replaceAll(REFERENCE, "") !== "") return literalPassword();
  return { scheme, host: url.hostname, port, ...(user !== "" && { user }), ...(password !== "" && { password }) };
}

/** URL leaves out the port that a scheme has by default. */
function portIn(written: string): number | undefined {
  const digits = /:(\d{1,5})\/?$/.exec(written)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Never shows what is written: it may hold a password. */
function malformed(): Refusal {
  return { code: "proxy-malformed", message: "This is not the address of a proxy.", fix: FIX };
}

function unknownScheme(scheme: string): Refusal {
  return { code: "proxy-scheme-unknown", message: `A proxy cannot be asked by ${scheme}://.`, fix: "Write http:// or https://." };
}

function portMissing(): Refusal {
  return { code: "proxy-port-missing", message: "The address of the proxy does not say its port.", fix: FIX };
}

function literalPassword(): Refusal {
  return {
    code: "proxy-literal-password",
    message: "The address of the proxy holds a password for all to read.",
    fix: "Write a reference in its place, as in http://user:${secret:acme/proxy}@proxy.acme.example:3128.",
  };
}
