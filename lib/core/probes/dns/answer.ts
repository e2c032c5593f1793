/** What an answer says about the name that was asked for. */
import type { Facts } from "../../model/fact.ts";
import type { DnsMessage, DnsRecord } from "./message.ts";
import type { DnsTarget } from "./target.ts";

/** Aliases in the order in which they lead on, then the records at their end. Records of other names are nobody's answer. */
export function followAliases(answer: DnsMessage, { name, type }: DnsTarget): DnsRecord[] {
  const aliases = new Map(answer.answers.filter((record) => record.type === "CNAME").map((record) => [record.name, record]));
  const chain: DnsRecord[] = [];
  let end = name;
  for (let alias = aliases.get(end); alias !== undefined && type !== "CNAME"; alias = aliases.get(end)) {
    chain.push(alias);
    // Taken out, so that a circle ends.
    aliases.delete(end);
    end = alias.data;
  }
  return [...chain, ...answer.answers.filter((record) => record.name === end && record.type === type)];
}

export function factsOf(answer: DnsMessage, target: DnsTarget): Facts {
  const records = followAliases(answer, target);
  const answers = records.filter(({ type }) => type === target.type).map(({ data }) => data);
  const serial = target.type === "SOA" ? answers[0]?.split(" ")[2] : undefined;
  return {
    rcode: answer.rcode,
    answers: answers.toSorted(),
    count: answers.length,
    ...(records.length > 0 && { minTtl: Math.min(...records.map(({ ttlMs }) => ttlMs)) }),
    authoritative: answer.isAuthoritative,
    ...(serial !== undefined && { serial: Number(serial) }),
  };
}

/** `www.acme.example 300 CNAME edge.acme.example`: as zone files have it, with the time to live in seconds. */
export function printRecord({ name, type, ttlMs, data }: DnsRecord): string {
  return `${name} ${ttlMs / 1_000} ${type} ${data}`;
}
