/** `http: URL`, or the long form with options. */
import { z } from "zod";
import { ipChoice } from "../../config/address.ts";
import { size, text, wholeNumber } from "../../config/fields.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refuse } from "../../config/problem.ts";
import { checkReferences } from "../../config/references.ts";
import { show } from "../../config/show.ts";
import { literalKey, tls } from "../../config/tls.ts";
import { unknownChoice } from "../../config/unknown-word.ts";
import { httpFacts } from "./facts.ts";
import { headers, literalSecrets } from "./headers.ts";
import type { HttpTarget } from "./target.ts";
import { url } from "./url.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;
const REDIRECTS_DEFAULT = 10;
const BODY_LIMIT_DEFAULT_BYTES = 1_048_576;
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
    bodyLimit: bodyLimit.describe("Longest body that is read. Default 1MB.").optional(),
    ip: ipChoice.optional(),
    tls: tls.describe("How the connection is encrypted.").optional(),
  })
  .transform(
    ({ bodyLimit: bodyLimitBytes = BODY_LIMIT_DEFAULT_BYTES, ...written }): HttpTarget => ({
      url: written.url,
      method: written.method ?? "GET",
      headers: written.headers ?? {},
      ...(written.body === undefined ? {} : { body: written.body }),
      redirects: written.redirects ?? REDIRECTS_DEFAULT,
      bodyLimitBytes,
      ip: written.ip ?? "any",
      tls: written.tls ?? { verify: true },
    }),
  );

export const httpSchema = kindSchema({
  target: z.union([url.transform((address) => ({ url: address })).pipe(options), options]).describe("An address must answer."),
  facts: httpFacts,
  defaults: [{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }],
  review: (target) => [...literalSecrets(target.headers), ...literalKey(target.tls)],
});

function readMethod(value: unknown, refuse: Refuse): string | undefined {
  const upper = String(value).toUpperCase();
  if (typeof value === "string" && METHODS.some((known) => known === upper)) return upper;
  const { message, fix } = unknownChoice(upper, METHODS);
  return refuse({ code: "unknown-value", message: typeof value === "string" ? message : `${show(value)} is not a method.`, fix });
}
