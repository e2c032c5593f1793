/** Hosts, ports and address families, for every kind that opens a connection. */
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { type IpChoice, literalAddress } from "../net/resolve.ts";
import { choice, text, wholeNumber } from "./fields.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { refuseReferences } from "./references.ts";
import { showText } from "./show.ts";

export const host = text(checkHost, "db.acme.example");
export const port = wholeNumber({ min: 1, max: 65_535 });
export const ipChoice = choice([4, 6, "any", "all"]).describe(
  "IP version to use. Default any: IPv4 before IPv6. all: every address is probed, and all must be up.",
);

/** The host as it is looked up: ASCII, without the brackets of an IPv6 address. */
export function hostOf(written: string): string {
  const bare = written.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 0 ? domainToASCII(bare) : bare;
}

/** That the family which is wanted is not that of the address which stands there: such a check can never work. */
export function wrongFamily(host: string | undefined, ip: IpChoice | undefined): Refusal[] {
  const literal = host === undefined ? undefined : literalAddress(host);
  if (literal === undefined || typeof ip !== "number" || literal.family === ip) return [];
  return [
    {
      code: "ip-of-other-family",
      message: `${showText(literal.ip)} is an IPv${literal.family} address, which ip: ${ip} rules out.`,
      fix: `Remove ip, or name the host or an IPv${ip} address of it.`,
      path: ["ip"],
    },
  ];
}

/** The same where the host stands in a web address. */
export function wrongFamilyIn(url: string | undefined, ip: IpChoice | undefined): Refusal[] {
  return wrongFamily(url === undefined ? undefined : URL.parse(url)?.hostname, ip);
}

function checkHost(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  const asLookedUp = hostOf(written);
  if (written.includes("${") || isIP(asLookedUp) !== 0 || isHostName(asLookedUp)) return;
  const message = `${showText(written)} is not the name or IP address of a host.`;
  refuse({ code: "host-malformed", message, fix: "Write it alone, as in db.acme.example or 10.0.0.7." });
}

function isHostName(name: string): boolean {
  const labels = name.replace(/\.$/, "").split(".");
  const areSound = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  // A last part in digits makes it an IP address, and a wrong one.
  return name.length <= 253 && areSound && !/^\d+$/.test(labels.at(-1) ?? "");
}
