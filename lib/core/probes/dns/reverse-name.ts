import { isIPv4 } from "node:net";

/** `192.0.2.7` -> `7.2.0.192.in-addr.arpa`: the name under which the name of an address is kept (RFC 1035, RFC 3596). */
export function reverseName(ip: string): string {
  if (isIPv4(ip)) return `${ip.split(".").toReversed().join(".")}.in-addr.arpa`;
  const digits = groupsOf(ip).map((group) => group.padStart(4, "0"));
  return `${[...digits.join("")].toReversed().join(".")}.ip6.arpa`;
}

/** The eight groups of an IPv6 address, an IPv4 address at its end among them. */
function groupsOf(ip: string): string[] {
  const canonical = new URL(`http://[${ip}]/`).hostname.slice(1, -1);
  const [head = [], tail] = canonical.split("::").map((part) => (part === "" ? [] : part.split(":")));
  if (tail === undefined) return head;
  return [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
}
