import type { ProbeContext } from "../../../probes/probe.ts";
import type { BasicOptions } from "../../http-auth.ts";

/** The value of an authorization header (RFC 7617). It is as good as the password, so it is masked like one. */
export function basicCredentials({ user, password }: BasicOptions, context: Pick<ProbeContext, "keepSecret">): string {
  const encoded = Buffer.from(`${user}:${password}`, "utf8").toString("base64");
  context.keepSecret(password);
  context.keepSecret(encoded);
  return `Basic ${encoded}`;
}
