/** `s3: { bucket, key }`, with what else a bucket may need. */
import { z } from "zod";
import { ipChoice, wrongFamilyIn } from "../../config/address.ts";
import { choice, flag, text } from "../../config/fields.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { hasReference, refuseReferences } from "../../config/references.ts";
import { externalId, externalIdAlone, role } from "../../config/role.ts";
import { showText } from "../../config/show.ts";
import { literalKey, tls } from "../../config/tls.ts";
import { url } from "../../config/url.ts";
import { s3Facts } from "./facts.ts";
import type { S3Target } from "./target.ts";

/** S3 allows 1,024; a round trip adds its own name. */
const KEY_MAX_BYTES = 1_000;

const options = z
  .strictObject({
    bucket: text(checkBucket, "acme-exports").describe("Name of the bucket."),
    key: text(checkKey, "heartbeat/export.json").describe(
      "Key of the object. With mode roundTrip, the prefix below which the probe writes its own.",
    ),
    mode: choice(["age", "roundTrip"])
      .describe("age: when the object was last written. roundTrip: one is written, read back and deleted. Default age.")
      .optional(),
    region: text(checkRegion, "eu-west-1").describe("AWS Region of the bucket. Default: that of the deployment.").exactOptional(),
    role: role.exactOptional(),
    externalId: externalId.exactOptional(),
    endpoint: url.describe("Private endpoint, or another S3. Default: AWS's own.").exactOptional(),
    forcePathStyle: flag.describe("true: the bucket stands in the path instead of in the host name. Default false.").optional(),
    ip: ipChoice.optional(),
    tls: tls.describe("How the connection is encrypted.").optional(),
  })
  .transform((written, context): S3Target => {
    for (const refusal of [...refusals(written), ...externalIdAlone(written)])
      context.issues.push({ code: "custom", input: written, params: { refusal } });
    return {
      ...written,
      mode: written.mode ?? "age",
      forcePathStyle: written.forcePathStyle ?? false,
      ip: written.ip ?? "any",
      tls: written.tls ?? { verify: true },
    };
  });

export const s3Schema = kindSchema({
  target: options.describe("An object in S3 must be there and be young, or S3 must take, give back and delete one."),
  facts: s3Facts,
  review: (target) => literalKey(target.tls),
});

interface Written {
  readonly region?: string;
  readonly endpoint?: string;
  readonly ip?: S3Target["ip"] | undefined;
}

function refusals({ endpoint, ip, region }: Written): Refusal[] {
  return [
    ...(endpoint !== undefined && !isBare(endpoint) ? [ENDPOINT_WITH_PATH] : []),
    ...(ip === "all" && endpoint === undefined && region === undefined ? [ALL_OF_UNKNOWN_REGION] : []),
    ...wrongFamilyIn(endpoint, ip),
  ];
}

function isBare(endpoint: string): boolean {
  const parsed = URL.parse(endpoint);
  return parsed === null || (parsed.pathname === "/" && parsed.search === "" && parsed.hash === "");
}

const ENDPOINT_WITH_PATH: Refusal = {
  code: "endpoint-with-path",
  message: "An endpoint is a scheme, a host and a port: bucket and key have keys of their own.",
  fix: "Write it as in https://s3.acme.internal:9000.",
  path: ["endpoint"],
};

const ALL_OF_UNKNOWN_REGION: Refusal = {
  code: "ip-all-without-region",
  message: "The addresses to ask depend on the Region, and this check names none.",
  fix: "Add region, or remove ip.",
  path: ["ip"],
  at: "key",
};

function checkBucket(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written) || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(written)) return;
  const message = `${showText(written)} is not the name of a bucket: 3 to 63 small letters, digits, "-" and ".".`;
  refuse({ code: "bucket-malformed", message, fix: "Write the name alone, without s3:// and without the key." });
}

function checkKey(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written)) return;
  if (written === "" || Buffer.byteLength(written) > KEY_MAX_BYTES || /\p{Cc}/u.test(written) || !written.isWellFormed()) {
    const message = `A key is one line of 1 to ${KEY_MAX_BYTES} bytes.`;
    refuse({ code: "key-malformed", message, fix: "Write it as in heartbeat/export.json." });
  } else if (written.split("/").some((part) => part === "." || part === "..")) {
    const message = `${showText(written)} holds a part "." or "..", which no web address can carry.`;
    refuse({ code: "key-malformed", message, fix: "Write the key without it, as in heartbeat/export.json." });
  }
}

function checkRegion(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written) || /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(written)) return;
  refuse({ code: "region-malformed", message: `${showText(written)} is not an AWS Region.`, fix: "Write it as in eu-west-1." });
}
