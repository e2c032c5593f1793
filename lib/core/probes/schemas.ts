/** How every kind is written in checks.yaml. Kept apart from index.ts, because no Lambda needs it. */
import type { KindSchema } from "../config/kind-schema.ts";
import { httpSchema } from "./http/schema.ts";
import { type KnownKind, probes } from "./index.ts";
import { tcpSchema } from "./tcp/schema.ts";

export const schemas = { http: httpSchema, tcp: tcpSchema } as const satisfies Record<KnownKind, KindSchema>;

export type { KnownKind } from "./index.ts";
export const KINDS: readonly KnownKind[] = Object.keys(schemas).filter((kind) => isKnownKind(kind));

function isKnownKind(kind: string): kind is KnownKind {
  return Object.hasOwn(probes, kind);
}
