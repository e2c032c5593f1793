/** `tls: { … }` of every kind that can encrypt. */
import { z } from "zod";
import type { TlsOptions } from "../net/tls-options.ts";
import { host, hostOf } from "./address.ts";
import { choice, flag, text } from "./fields.ts";
import { leaf } from "./leaf.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { checkReferences, hasReference, refuseReferences } from "./references.ts";
import { show } from "./show.ts";

const BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";

/** Keys that say how TLS is spoken. */
export const tlsShape = {
  verify: flag.describe("false: the certificate is reported, but not judged. Default true.").exactOptional(),
  ca: text(checkCertificate, `${BEGIN_CERTIFICATE} …`)
    .describe("Certificates (PEM) to trust besides the usual roots.")
    .exactOptional(),
  serverName: host.describe("Name to ask for and to find in the certificate, instead of the host.").exactOptional(),
  cert: text(checkCertificate, `${BEGIN_CERTIFICATE} …`).describe("Client certificate (PEM); needs key.").exactOptional(),
  key: text(checkKey, "${secret:acme/client-key}")
    .describe("Key of the client certificate (PEM), as a reference; needs cert.")
    .exactOptional(),
  minVersion: choice(["1.2", "1.3"]).describe("Oldest TLS version to accept.").exactOptional(),
};

export const tls = z.strictObject(tlsShape).transform(tlsOptions);

/** `tls: true`: encrypted, with nothing special to say about it. */
export const plainTls = leaf<TlsOptions, true>(readTrue, { const: true });

/** What the keys of tlsShape mean together. */
export function tlsOptions(written: Partial<TlsOptions>, context: z.core.$RefinementCtx): TlsOptions {
  const refusal = loneHalf(written);
  if (refusal !== undefined) context.issues.push({ code: "custom", input: written, params: { refusal } });
  const { serverName, ...others } = written;
  return { ...others, ...(serverName !== undefined && { serverName: hostOf(serverName) }), verify: written.verify ?? true };
}

/** Warns of a key that stands in the file. */
export function literalKey(options: TlsOptions): Refusal[] {
  if (options.key === undefined || hasReference(options.key)) return [];
  const message = "A private key stands here for all to read.";
  return [
    {
      code: "literal-secret",
      message,
      fix: "Write ${secret:name}, ${ssm:/path} or ${env:NAME} in its place.",
      path: ["tls", "key"],
    },
  ];
}

function readTrue(value: unknown, refuse: Refuse): TlsOptions | undefined {
  if (value === true) return { verify: true };
  const fix =
    value === false ? "Remove the line: without tls nothing is encrypted." : "Write true, or keys with values below it.";
  return refuse({ code: "tls-malformed", message: `${show(value)} is neither true nor keys with values.`, fix });
}

function loneHalf({ cert, key }: { readonly cert?: string | undefined; readonly key?: string | undefined }): Refusal | undefined {
  if ((cert === undefined) === (key === undefined)) return undefined;
  const [given, other] = cert === undefined ? ["key", "cert"] : ["cert", "key"];
  const message = `${given} stands here without ${other}: a client certificate needs both.`;
  return { code: "key-without-partner", message, fix: `Add ${other}, or remove ${given}.`, path: [given], at: "key" };
}

function checkCertificate(pem: string, refuse: Refuse): void {
  if (hasReference(pem)) refuseReferences(pem, refuse);
  else if (!pem.includes(BEGIN_CERTIFICATE) || !pem.includes("-----END CERTIFICATE-----")) {
    const fix = `Paste the file with | and indentation; it begins with ${BEGIN_CERTIFICATE}.`;
    refuse({ code: "pem-malformed", message: "This is not a certificate in PEM form.", fix });
  }
}

function checkKey(pem: string, refuse: Refuse): void {
  if (hasReference(pem)) checkReferences(pem, refuse);
  else if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    refuse({
      code: "pem-malformed",
      message: "This is neither a reference nor a private key in PEM form.",
      fix: "Write ${secret:name} with the key in that secret.",
    });
  }
}
