/** Modules that ask a DNS server: the target is the server. */
import { type Converted, impossible, type Loss } from "../foreign.ts";
import { hostAndPort, ipOf, type ModuleContext } from "./common.ts";
import type { BlackboxDns } from "./schema.ts";

export function convertDns(module: BlackboxDns, { target }: ModuleContext): Converted {
  const type = (module.query_type ?? "ANY").toUpperCase();
  if (type === "ANY")
    return impossible("it asks for records of any type", "Servers may answer that as they like: ask for the type that matters.");
  if (module.dns_over_tls) return impossible("it asks over TLS", "Bongsu asks over UDP and TCP: watch port 853 with kind tls.");
  const { host, port } = hostAndPort(target, 53);
  const server = port === 53 && !host.includes(":") ? host : `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const dns = {
    name: module.query_name.replace(/(?<=.)\.$/, ""),
    ...(type !== "A" && { type }),
    ...(module.query_class === "CH" && { class: "CH" }),
    server,
    ...(module.transport_protocol === "tcp" && { transport: "tcp" }),
    ...(module.recursion_desired === false && { recurse: false }),
    ...(ipOf(module) !== undefined && { ip: ipOf(module) }),
  };
  const rcodes = module.valid_rcodes ?? [];
  const isUsual = rcodes.length === 0 || rcodes.join() === "NOERROR";
  return { check: { dns, ...(!isUsual && { expect: { rcode: rcodes } }) }, losses: lossesOf(module) };
}

/** Their patterns speak of whole records with name, class and time to live; ours of the data alone. */
function lossesOf(module: BlackboxDns): Loss[] {
  const rules = {
    answer: module.validate_answer_rrs,
    authority: module.validate_authority_rrs,
    additional: module.validate_additional_rrs,
  };
  const written = Object.entries(rules).filter(([, rule]) => rule != null);
  return written.map(([section]) => ({
    what: `its patterns on ${section} records`,
    todo: "Write what the data must be under expect: answers.",
  }));
}
