/** The address of a proxy, with references in place of user and password. */
import type { Conversion } from "./foreign.ts";

/** With its port, which Bongsu wants to see written. */
export function proxyOf(written: string, { id, secrets }: Conversion): string {
  const url = URL.parse(written);
  if (url === null) return written;
  const who = url.username === "" ? "" : `${secrets.reference(id, "PROXY_USER")}:${secrets.reference(id, "PROXY_PASSWORD")}@`;
  return `${url.protocol}//${who}${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
}
