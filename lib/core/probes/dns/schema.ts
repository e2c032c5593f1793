/** `dns: acme.example`, or the long form with options. */
import { isIP } from "node:net";
import { z } from "zod";
import { host, hostOf, ipChoice, port, wrongFamily } from "../../config/address.ts";
import { choice, flag, readChoice } from "../../config/fields.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { showText } from "../../config/show.ts";
import { domainName } from "./domain-name.ts";
import { dnsFacts } from "./facts.ts";
import { RECORD_TYPE_NAMES, type RecordType } from "./record-types.ts";
import { reverseName } from "./reverse-name.ts";
import { serverAddress } from "./server-address.ts";
import type { DnsServer, DnsTarget } from "./target.ts";

const recordType = leaf<RecordType, string>(readType, { enum: RECORD_TYPE_NAMES });
const server = serverAddress.pipe(
  z.strictObject({ host, port }).transform((written): DnsServer => ({ ...written, host: hostOf(written.host) })),
);

const options = z
  .strictObject({
    name: domainName.describe("Name to ask for. An IP address with type PTR."),
    type: recordType.describe("Type of the records to ask for. Default A.").optional(),
    class: choice(["IN", "CH"]).describe("Default IN. CH asks a server about itself, as with version.bind.").optional(),
    server: server.describe("Server to ask, as host or host:port. Default: the servers of the system.").optional(),
    transport: choice(["udp", "tcp"]).describe("Default udp, and tcp for what is too long for it.").optional(),
    recurse: flag.describe("Whether the server shall ask others when it does not know. Default true.").optional(),
    ip: ipChoice.optional(),
  })
  .transform((written, context): DnsTarget => {
    const { name, type = "A", ip = "any" } = written;
    const refusal = refuseAddress(name, type) ?? (ip === "all" && written.server === undefined ? SERVER_NEEDED : undefined);
    for (const fault of [...(refusal === undefined ? [] : [refusal]), ...wrongFamily(written.server?.host, ip)]) {
      context.issues.push({ code: "custom", input: written, params: { refusal: fault } });
    }
    return {
      name: isIP(name) === 0 ? name : reverseName(name),
      type,
      class: written.class ?? "IN",
      ...(written.server === undefined ? {} : { server: written.server }),
      transport: written.transport ?? "udp",
      recurse: written.recurse ?? true,
      ip,
    };
  });

export const dnsSchema = kindSchema({
  target: z.union([domainName.transform((name) => ({ name })).pipe(options), options]).describe("A DNS server must answer."),
  facts: dnsFacts,
  defaults: [{ fact: "rcode", matcher: { op: "oneOf", values: ["NOERROR"] } }],
});

const SERVER_NEEDED: Refusal = {
  code: "server-needed",
  message: "Every address of a server is to be asked, but no server is named.",
  fix: "Add server, or write 4, 6 or any.",
  path: ["ip"],
};

function refuseAddress(name: string, type: RecordType): Refusal | undefined {
  if (isIP(name) === 0 || type === "PTR") return undefined;
  const message = `${showText(name)} is an IP address: it has no records of type ${type}.`;
  return {
    code: "name-expected",
    message,
    fix: "Write a name, or add type: PTR to ask for the name of the address.",
    path: ["name"],
  };
}

function readType(value: unknown, refuse: Refuse): RecordType | undefined {
  const upper = typeof value === "string" ? value.toUpperCase() : value;
  if (upper !== "ANY") return readChoice(upper, refuse, { choices: RECORD_TYPE_NAMES });
  const message = "ANY is not supported: servers may answer it with whatever they like (RFC 8482).";
  return refuse({
    code: "unknown-value",
    message,
    fix: "Ask for the type that matters, such as A, and for others in checks of their own.",
  });
}
