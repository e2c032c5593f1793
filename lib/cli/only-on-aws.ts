/** Checks that nothing on this computer can run: once deployed, AWS itself watches for them. */
import type { Check } from "../core/model/check.ts";
import { isProbed } from "../core/probes/index.ts";

interface SplitChecks {
  readonly here: readonly Check[];
  readonly onlyOnAws: readonly Check[];
}

export function splitChecks(checks: readonly Check[]): SplitChecks {
  return { here: checks.filter(isProbed), onlyOnAws: checks.filter((check) => !isProbed(check)) };
}

/** `only on AWS: acme-prod/tokens (logs)`; nothing where there are none. */
export function onlyOnAwsNote(checks: readonly Check[]): string | undefined {
  if (checks.length === 0) return undefined;
  return `only on AWS: ${checks.map(({ id, kind }) => `${id} (${kind})`).join(", ")}`;
}
