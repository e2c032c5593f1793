import { createSecureContext, type SecureContext } from "node:tls";
import type { Failure } from "../model/failure.ts";
import type { TlsOptions } from "./tls-options.ts";
import { trustedRootsPem } from "./trusted-roots.ts";

/** Parsing the roots costs milliseconds, so contexts are kept: one for each different set of options, oldest out first. */
const CONTEXTS_MAX = 200;
const contexts = new Map<string, SecureContext>();

/** The context for the options; a failure of ours when their PEM cannot be read. */
export function secureContextFor(options: TlsOptions): SecureContext | Failure {
  const { ca, cert, key, minVersion } = options;
  const cacheKey = JSON.stringify([ca, cert, key, minVersion]);
  const known = contexts.get(cacheKey);
  if (known !== undefined) return known;
  try {
    const context = createSecureContext({
      ...(ca !== undefined && { ca: trustedRootsPem(ca) }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(minVersion !== undefined && { minVersion: `TLSv${minVersion}` as const }),
    });
    if (contexts.size >= CONTEXTS_MAX) contexts.delete(contexts.keys().next().value ?? "");
    contexts.set(cacheKey, context);
    return context;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return {
      phase: "tls",
      code: "prober-fault",
      message: `the check's own tls.ca, tls.cert or tls.key cannot be used (${reason})`,
    };
  }
}

export function isSecureContext(context: SecureContext | Failure): context is SecureContext {
  return !("phase" in context);
}
