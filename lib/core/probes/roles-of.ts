/** Roles of AWS that checks sign as, each once, in the order of the checks. */
import type { Check } from "../model/check.ts";
import { isRecord } from "../shapes.ts";

export function rolesOf(checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(roleOf))];
}

/** Of an object in S3 the target itself has one; of what speaks HTTP its way to show who asks. */
function roleOf({ kind, target }: Check): string[] {
  if (!isRecord(target)) return [];
  if (kind === "s3") return textIn(target.role);
  const sigv4 = isRecord(target.auth) ? target.auth.sigv4 : undefined;
  return isRecord(sigv4) ? textIn(sigv4.role) : [];
}

function textIn(value: unknown): string[] {
  return typeof value === "string" ? [value] : [];
}
