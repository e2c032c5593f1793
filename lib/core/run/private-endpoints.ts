/** Which services of AWS a prober must reach from inside a network that has no way out: no more than its checks make it need. */
import type { Check } from "../model/check.ts";
import { rolesOf } from "../probes/roles-of.ts";
import { findReferences } from "./secrets.ts";

/** By the last part of the service's name. S3 has a gateway, which costs nothing; the others cost by Availability Zone and hour. */
export type PrivateEndpoint = "monitoring" | "secretsmanager" | "ssm" | "sts" | "s3";

export function privateEndpoints(checks: readonly Check[]): PrivateEndpoint[] {
  const schemes = new Set(checks.flatMap(({ target }) => findReferences(target).map(({ scheme }) => scheme)));
  const readsObjects = checks.some(({ kind }) => kind === "s3");
  return [
    "monitoring",
    ...(schemes.has("secret") ? ["secretsmanager" as const] : []),
    ...(schemes.has("ssm") ? ["ssm" as const] : []),
    // Who it is that S3 answers, the probe asks there too.
    ...(readsObjects || rolesOf(checks).length > 0 ? ["sts" as const] : []),
    ...(readsObjects ? ["s3" as const] : []),
  ];
}
