/** `http: URL`, or the long form with options. */
import { z } from "zod";
import { ipChoice, wrongFamily, wrongFamilyIn } from "../../config/address.ts";
import { auth, literalCredentials } from "../../config/auth.ts";
import { flag, size, text, wholeNumber } from "../../config/fields.ts";
import { headers, literalSecrets } from "../../config/headers.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { checkReferences } from "../../config/references.ts";
import { show } from "../../config/show.ts";
import { literalKey, tls } from "../../config/tls.ts";
import { unknownChoice } from "../../config/unknown-word.ts";
import { url } from "../../config/url.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import { httpFacts } from "./facts.ts";
import { proxy } from "./proxy-url.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;
const REDIRECTS_DEFAULT = 10;
const BODY_LIMIT_MAX_BYTES = 104_857_600;

const method = leaf<string, string>(readMethod, { type: "string", examples: METHODS });
const bodyLimit = size({ min: 1, max: BODY_LIMIT_MAX_BYTES });

const options = z
  .strictObject({
    url: url.describe("http:// or https:// address."),
    method: method.describe("Default GET.").optional(),
    headers: headers.describe("Sent with every request; values may hold ${secret:name}.").optional(),
    body: text(checkReferences, '{"ping":true}').describe("Sent as it is; may hold ${secret:name}.").optional(),
    redirects: wholeNumber({ min: 0, max: 20 })
      .describe("How many redirects are followed. Default 10; 0 follows none.")
      .optional(),
    bodyLimit: bodyLimit
      .describe("A longer body is a failure. Default: 1MB is read at most, and a longer one fails only where it is looked at.")
      .optional(),
    ip: ipChoice.optional(),
    tls: tls.describe("How the connection is encrypted.").optional(),
    auth: auth.describe("How the check shows who it is; sent to the first origin only.").optional(),
    proxy: proxy.describe("Proxy to go through, http:// or https:// with its port; user and password as references.").optional(),
    http2: flag.describe("true: HTTP/2 is offered before HTTP/1.1. Default false.").optional(),
  })
  .transform((written, context): HttpTarget => {
    for (const refusal of contradictions(written)) context.issues.push({ code: "custom", input: written, params: { refusal } });
    return {
      url: written.url,
      method: written.method ?? "GET",
      headers: written.headers ?? {},
      ...(written.body !== undefined && { body: written.body }),
      redirects: written.redirects ?? REDIRECTS_DEFAULT,
      ...(written.bodyLimit !== undefined && { bodyLimitBytes: written.bodyLimit }),
      ip: written.ip ?? "any",
      tls: written.tls ?? { verify: true },
      ...(written.auth !== undefined && { auth: written.auth }),
      ...(written.proxy !== undefined && { proxy: written.proxy }),
      ...(written.http2 && { http2: true }),
    };
  });

export const httpSchema = kindSchema({
  target: z.union([url.transform((address) => ({ url: address })).pipe(options), options]).describe("An address must answer."),
  facts: httpFacts,
  defaults: [{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }],
  review: (target) => [...literalSecrets(target.headers), ...literalCredentials(target.auth), ...literalKey(target.tls)],
});

interface Written {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly auth?: HttpTarget["auth"] | undefined;
  readonly proxy?: HttpTarget["proxy"] | undefined;
  readonly ip?: HttpTarget["ip"] | undefined;
  readonly http2?: boolean | undefined;
}

/** Keys that are sound each for itself, but not together. */
function contradictions({ auth: written, headers: sent = {}, http2, ip, proxy: through, url: address }: Written): Refusal[] {
  const ownHeader = Object.keys(sent).find((name) => name.toLowerCase() === "authorization");
  return [
    ...(written !== undefined && ownHeader !== undefined ? [authorizationTwice(ownHeader)] : []),
    ...(http2 && /^http:/i.test(address) ? [HTTP2_NEEDS_HTTPS] : []),
    ...(through !== undefined && ip === "all" ? [ALL_THROUGH_PROXY] : []),
    ...(through === undefined ? wrongFamilyIn(address, ip) : wrongFamily(through.host, ip)),
  ];
}

function authorizationTwice(name: string): Refusal {
  const message = `The header ${name} and auth both say who asks.`;
  return { code: "authorization-twice", message, fix: "Keep one of the two.", path: ["headers", name], at: "key" };
}

const HTTP2_NEEDS_HTTPS: Refusal = {
  code: "http2-needs-https",
  message: "HTTP/2 is agreed on in the TLS handshake, and an http:// address has none.",
  fix: "Write https://, or remove http2.",
  path: ["http2"],
  at: "key",
};

const ALL_THROUGH_PROXY: Refusal = {
  code: "ip-all-with-proxy",
  message: "The proxy looks up the target's addresses, so they cannot all be asked from here.",
  fix: "Remove ip or proxy.",
  path: ["ip"],
  at: "key",
};

function readMethod(value: unknown, refuse: Refuse): string | undefined {
  const upper = String(value).toUpperCase();
  if (typeof value === "string" && METHODS.some((known) => known === upper)) return upper;
  const { message, fix } = unknownChoice(upper, METHODS);
  return refuse({ code: "unknown-value", message: typeof value === "string" ? message : `${show(value)} is not a method.`, fix });
}
