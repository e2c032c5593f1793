/** The host that a check watches, by which checks are told to share one. */
import type { Check } from "../model/check.ts";
import { findProbe } from "./index.ts";

/** `undefined` of kinds that open no connection of their own, and where the system's own name servers are asked. */
export function hostOf({ kind, target }: Pick<Check, "kind" | "target">): string | undefined {
  return findProbe(kind)?.addressing?.(target).host || undefined;
}
