import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/read-config.ts";
import { reverseName } from "./reverse-name.ts";
import type { DnsTarget } from "./target.ts";

const HEAD =
  "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall] }\nchecks:\n  - id: zone\n";

function checkOf(lines: string) {
  const result = readConfig(`${HEAD}    ${lines}\n`, "checks.yaml");
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.config.checks[0];
}

function nameOf(name: string, type = "A") {
  const check = checkOf(`dns: { name: ${JSON.stringify(name)}, type: ${type} }`);
  return (check?.target as DnsTarget | undefined)?.name;
}

describe("the configuration of a dns check", () => {
  it("is a name alone, and then asks the system's servers for its IPv4 addresses", () => {
    expect(checkOf("dns: acme.example")).toMatchObject({
      kind: "dns",
      target: { name: "acme.example", type: "A", class: "IN", transport: "udp", recurse: true, ip: "any" },
      expect: [{ fact: "rcode", matcher: { op: "oneOf", values: ["NOERROR"] } }],
    });
    expect(checkOf("dns: acme.example")?.target).not.toHaveProperty("server");
  });

  it.each([
    ["10.0.0.2", { host: "10.0.0.2", port: 53 }],
    ["ns1.acme.example:5353", { host: "ns1.acme.example", port: 5_353 }],
    ["2001:db8::7", { host: "2001:db8::7", port: 53 }],
    ["[2001:db8::7]", { host: "2001:db8::7", port: 53 }],
    ["[2001:db8::7]:5353", { host: "2001:db8::7", port: 5_353 }],
    ["결제.example", { host: "xn--p89a133c.example", port: 53 }],
  ])("112. names its server as %s", (server, expected) => {
    expect(checkOf(`dns: { name: acme.example, server: "${server}" }`)?.target).toMatchObject({ server: expected });
  });

  it.each([
    ["ACME.Example.", "acme.example"],
    [".", "."],
    ["_dmarc.acme.example", "_dmarc.acme.example"],
    ["*.acme.example", "*.acme.example"],
    ["결제.example", "xn--p89a133c.example"],
    ["_dmarc.bücher.example.", "_dmarc.xn--bcher-kva.example"],
    [`${"a".repeat(63)}.example`, `${"a".repeat(63)}.example`],
  ])("writes the name %s as the wire wants it", (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  it.each([
    ["192.0.2.7", "7.2.0.192.in-addr.arpa"],
    ["2001:db8::7", "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"],
    ["::", `${"0.".repeat(32)}ip6.arpa`],
    ["::ffff:192.0.2.7", `7.0.2.0.0.0.0.c.f.f.f.f.${"0.".repeat(20)}ip6.arpa`],
    ["1:2:3:4:5:6:7:8", "8.0.0.0.7.0.0.0.6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.ip6.arpa"],
  ])("105. turns the address %s around for PTR", (ip, name) => {
    expect(reverseName(ip)).toBe(name);
    expect(nameOf(ip, "PTR")).toBe(name);
  });

  it("leaves a name for PTR that is turned around already", () => {
    expect(nameOf("7.2.0.192.in-addr.arpa", "PTR")).toBe("7.2.0.192.in-addr.arpa");
  });

  it("knows types in any case, and judges the code before what is written", () => {
    const check = checkOf(
      "dns: { name: acme.example, type: aaaa }\n    expect: { answers: [2001:db8::7], minTtl: { atLeast: 60s } }",
    );
    expect(check?.target).toMatchObject({ type: "AAAA" });
    expect(check?.expect).toEqual([
      { fact: "rcode", matcher: { op: "oneOf", values: ["NOERROR"] } },
      { fact: "answers", matcher: { op: "oneOf", values: ["2001:db8::7"] } },
      { fact: "minTtl", matcher: { op: "atLeast", value: 60_000 } },
    ]);
  });

  it("100. replaces the default code by those that are written", () => {
    const check = checkOf("dns: acme.example\n    expect: { rcode: [NXDOMAIN, NOERROR] }");
    expect(check?.expect).toEqual([{ fact: "rcode", matcher: { op: "oneOf", values: ["NXDOMAIN", "NOERROR"] } }]);
  });
});
