import { describe, expect, it } from "vitest";
import { aCase, aFailedRun, another, anUnmetRun, aRun, everyMinute } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { AddressResult } from "../model/outcome.ts";
import { diagnose } from "./diagnose.ts";
import { dnsRules } from "./dns.ts";

const missing = aFailedRun("dns-not-found", { phases: { dns: 12 }, message: "api.acme.example does not exist" });
const unanswered = (ago: number) =>
  aFailedRun("dns-server-failed", { ago, phases: { dns: 12 }, message: "DNS could not answer for api.acme.example" });
const at = (address: string) => ({ evidence: { address } });
const refusedAt = (address: string, ago: number) =>
  aFailedRun("connect-refused", { ago, phases: { dns: 4, connect: 1 }, ...at(address) });
const goodAt = (addresses: readonly string[]) =>
  everyMinute(6, 2, (ago) => aRun({ ago, ...at(addresses[ago % addresses.length] ?? "") }));
const moved = (failing: string, ...good: readonly string[]) =>
  aCase({ check: { outcomes: [refusedAt(failing, 0), refusedAt(failing, 1), ...goodAt(good)] } });

const triedBoth = aFailedRun("connect-refused", {
  evidence: {
    address: "2001:db8::7",
    addresses: [
      { address: "2001:db8::7", status: "down", totalMs: 5 },
      { address: "203.0.113.7", status: "up", totalMs: 5 },
    ],
  },
});
const byTurns = (ago: number) => (ago % 2 === 0 ? refusedAt("203.0.113.99", ago) : aRun({ ago, ...at("203.0.113.7") }));

function lookup(answers: string, before: string) {
  const wrong = anUnmetRun("answers == 203.0.113.7", answers, { kind: "dns", facts: { answers, rcode: "NOERROR" } });
  return aCase({ check: { kind: "dns", outcomes: [wrong, aRun({ ago: 1, kind: "dns", facts: { answers: before } })] } });
}

function tried(...addresses: readonly (readonly [string, AddressResult["status"]])[]) {
  const results = addresses.map(([address, status]) => ({ address, status, totalMs: 5 }));
  return aCase({ check: { outcomes: [aFailedRun("connect-refused", { evidence: { addresses: results } })] } });
}

describe("names and addresses", () => {
  describeCauses(
    dnsRules,
    [
      {
        ...{ cause: "name-missing", confidence: "likely", when: "other names resolve" },
        file: aCase({ check: { outcomes: [missing] }, others: [another("a")] }),
        evidence: ["api.acme.example does not exist", "from here 1 other names resolve, 1 with this one do not"],
      },
      {
        cause: "name-missing",
        confidence: "possible",
        when: "no other name is known",
        file: aCase({ check: { outcomes: [missing] } }),
      },
      {
        ...{ cause: "name-missing", confidence: "likely", when: "a server of names says NXDOMAIN" },
        file: aCase({
          check: { kind: "dns", outcomes: [anUnmetRun('rcode == "NOERROR"', '"NXDOMAIN"', { facts: { rcode: "NXDOMAIN" } })] },
          others: [another("a")],
        }),
      },
      {
        ...{ cause: "name-unresolvable", confidence: "likely", when: "of it alone there is no answer, again and again" },
        file: aCase({ check: { outcomes: [unanswered(0), unanswered(1)] }, others: [another("a"), another("b")] }),
        evidence: ["DNS could not answer for api.acme.example", "from here 2 other names resolve, 1 with this one do not"],
      },
      {
        ...{ cause: "name-unresolvable", confidence: "possible", when: "it was so once" },
        file: aCase({ check: { outcomes: [unanswered(0)] }, others: [another("a")] }),
      },
      {
        ...{ cause: "address-changed", confidence: "likely", when: "all good runs went elsewhere" },
        file: moved("203.0.113.99", "203.0.113.7"),
        evidence: ["bad runs go to 203.0.113.99, good runs went to 203.0.113.7"],
      },
      {
        ...{ cause: "records-changed", confidence: "likely", when: "a server of names answers otherwise than before" },
        file: lookup("198.51.100.4", "203.0.113.7"),
        evidence: ["records now: 198.51.100.4; before: 203.0.113.7"],
      },
      {
        ...{ cause: "ipv6-broken", confidence: "confirmed", when: "IPv6 fails and IPv4 works in the same run" },
        file: tried(["2001:db8::7", "down"], ["203.0.113.7", "up"]),
        evidence: ["2001:db8::7 fails, 203.0.113.7 is fine"],
      },
    ],
    [
      {
        ...{
          cause: "name-missing",
          when: "other names cannot be found either",
          because: "from here 0 other names resolve, 3 with this one do not",
        },
        file: aCase({
          check: { outcomes: [missing] },
          others: [another("a", { latest: missing }), another("b", { latest: missing })],
        }),
      },
      {
        ...{ cause: "name-unresolvable", when: "other names get no answer either" },
        because: "from here 1 other names resolve, 2 with this one do not",
        file: aCase({ check: { outcomes: [unanswered(0)] }, others: [another("a"), another("b", { latest: unanswered(0) })] }),
      },
      {
        cause: "name-unresolvable",
        when: "it is said not to exist",
        file: aCase({ check: { outcomes: [missing] }, others: [another("a")] }),
      },
      {
        cause: "name-missing",
        when: "the resolver gave no answer",
        file: aCase({ check: { outcomes: [aFailedRun("dns-timed-out")] } }),
      },
      {
        ...{
          cause: "address-changed",
          when: "good runs went to the same address",
          because: "6 good runs went to the same address 203.0.113.7",
        },
        file: moved("203.0.113.7", "203.0.113.7"),
      },
      {
        ...{
          cause: "address-changed",
          when: "the usual address was tried as well, with ip: all",
          because: "5 good runs went to the same address 203.0.113.7",
        },
        file: aCase({ check: { outcomes: [triedBoth, ...everyMinute(5, 1, (ago) => aRun({ ago, ...at("203.0.113.7") }))] } }),
      },
      {
        ...{
          cause: "address-changed",
          when: "the name leads there by turns",
          because: "all 3 bad runs went to 203.0.113.99, no good one did",
        },
        file: aCase({ check: { outcomes: everyMinute(6, 0, byTurns) } }),
      },
      {
        ...{
          cause: "address-changed",
          when: "the name hands out another address all the time",
          because: "its good runs went to 5 addresses by turns",
        },
        file: moved("203.0.113.99", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"),
      },
      {
        ...{
          cause: "records-changed",
          when: "the records are the same as ever",
          because: "records now: 198.51.100.4; before: 198.51.100.4",
        },
        file: lookup("198.51.100.4", "198.51.100.4"),
      },
      {
        ...{ cause: "ipv6-broken", when: "IPv4 fails too", because: "203.0.113.7 fails, no address is fine" },
        file: tried(["2001:db8::7", "down"], ["203.0.113.7", "down"]),
      },
      {
        cause: "ipv6-broken",
        when: "one of two IPv6 addresses works",
        file: tried(["2001:db8::7", "down"], ["2001:db8::8", "up"], ["203.0.113.7", "up"]),
      },
    ],
  );
});

describe("the name that is missing", () => {
  const named = (kind: string, request: string) => {
    const latest = anUnmetRun('rcode == "NOERROR"', '"NXDOMAIN"', { kind, facts: { rcode: "NXDOMAIN" }, evidence: { request } });
    const [finding] = diagnose(aCase({ check: { kind, host: "10.0.0.2", outcomes: [latest] }, others: [another("a")] })).findings;
    return finding?.with;
  };

  it.each(["A www.acme.example from 10.0.0.2:53 over UDP", "CH TXT www.acme.example from the system's servers over TCP"])(
    "of a dns check is the one that it asks for, not the server that it asks: %s",
    (request) => {
      expect(named("dns", request)).toMatchObject({ name: "www.acme.example" });
    },
  );
});
