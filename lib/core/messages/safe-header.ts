/** Headers as people may see them: what opens doors is not shown. */
import { safeText } from "./safe-text.ts";

const PRIVATE = /auth|cookie|credential|csrf|key|nonce|pass|secret|session|signature|token|xsrf/i;

/** `content-type: application/json`, `set-cookie: ***` */
export function safeHeader(name: string, value: string): string {
  return `${safeText(name)}: ${PRIVATE.test(name) ? "***" : safeText(value)}`;
}
