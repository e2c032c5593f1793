/** How every kind is written in checks.yaml. Kept apart from index.ts, because no Lambda needs it. */
import type { KindSchema } from "../config/kind-schema.ts";
import { dnsSchema } from "./dns/schema.ts";
import { httpSchema } from "./http/schema.ts";
import { type KnownKind, kinds } from "./index.ts";
import { kdbSchema } from "./kdb/schema.ts";
import { logsSchema } from "./logs/schema.ts";
import { metricsSchema } from "./metrics/schema.ts";
import { s3Schema } from "./s3/schema.ts";
import { tcpSchema } from "./tcp/schema.ts";
import { tlsSchema } from "./tls/schema.ts";

export const schemas = {
  http: httpSchema,
  tcp: tcpSchema,
  tls: tlsSchema,
  dns: dnsSchema,
  kdb: kdbSchema,
  metrics: metricsSchema,
  s3: s3Schema,
  logs: logsSchema,
} as const satisfies Record<KnownKind, KindSchema>;

export type { KnownKind } from "./index.ts";
export const KINDS: readonly KnownKind[] = Object.keys(schemas).filter((kind) => isKnownKind(kind));

function isKnownKind(kind: string): kind is KnownKind {
  return Object.hasOwn(kinds, kind);
}
