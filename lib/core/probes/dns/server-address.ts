/** `host:port`, or a host alone, of a DNS server. */
import { isIP } from "node:net";
import { leaf } from "../../config/leaf.ts";
import type { Refuse } from "../../config/problem.ts";
import { show } from "../../config/show.ts";
import type { DnsServer } from "./target.ts";

const PORT_DEFAULT = 53;

/** Taken apart only: whether host and port are sound is for their own schemas to say. */
export const serverAddress = leaf<DnsServer, string>(readParts, {
  type: "string",
  examples: ["10.0.0.2", "ns1.acme.example:53"],
});

function readParts(value: unknown, refuse: Refuse): DnsServer | undefined {
  if (typeof value === "string" && isIP(value) === 6) return { host: value, port: PORT_DEFAULT };
  const match = typeof value === "string" ? /^(\[[^\]]*\]|[^:/]+)(?::(\d{1,10}))?$/.exec(value) : null;
  if (match?.[1] !== undefined) return { host: match[1], port: match[2] === undefined ? PORT_DEFAULT : Number(match[2]) };
  const fix = "Write it as in 10.0.0.2, ns1.acme.example:5353 or [2001:db8::7]:53.";
  return refuse({ code: "host-and-port-expected", message: `${show(value)} is neither host:port nor a host alone.`, fix });
}
