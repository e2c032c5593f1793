import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/read-config.ts";
import { addressingByBucket } from "./addressing.ts";

const HEAD = "name: acme\ncontacts:\n  oncall: { email: [oncall@acme.example] }\ndefaults: { notify: [oncall] }\nchecks:\n";

/** The target that a check becomes, or the codes of what is wrong with it. */
function targetOf(check: string): unknown {
  const result = readConfig(`${HEAD}  - id: export\n    s3: ${check}\n`, "checks.yaml");
  return "problems" in result ? result.problems.map(({ code }) => code) : result.config.checks[0]?.target;
}

describe("s3Schema", () => {
  it("needs a bucket and a key, and asks for the age", () => {
    const target = {
      bucket: "acme-exports",
      key: "a.json",
      mode: "age",
      forcePathStyle: false,
      ip: "any",
      tls: { verify: true },
    };
    expect(targetOf("{ bucket: acme-exports, key: a.json }")).toEqual(target);
  });

  it("keeps what else is said", () => {
    const role = "arn:aws:iam::123456789012:role/team/export-reader";
    const written = `{ bucket: b-b, key: p/, mode: roundTrip, region: us-gov-west-1, role: "${role}", endpoint: "https://s3.acme.internal:9000", forcePathStyle: true, ip: all }`;
    expect(targetOf(written)).toMatchObject({
      mode: "roundTrip",
      region: "us-gov-west-1",
      role,
      forcePathStyle: true,
      ip: "all",
    });
  });

  it("refuses keys that no web address can carry", () => {
    for (const key of ["../b", "a/./b", "a/..", ""])
      expect(targetOf(`{ bucket: acme-exports, key: "${key}" }`)).toEqual(["key-malformed"]);
    expect(targetOf(`{ bucket: acme-exports, key: "${"x".repeat(1_001)}" }`)).toEqual(["key-malformed"]);
    expect(targetOf('{ bucket: acme-exports, key: "a..b/.c" }')).toMatchObject({ key: "a..b/.c" });
  });

  it("knows the host whose addresses are all to be asked", () => {
    const target = targetOf("{ bucket: acme-exports, key: a, region: eu-west-1, ip: all }");
    expect(addressingByBucket(target)).toEqual({ host: "acme-exports.s3.eu-west-1.amazonaws.com", ip: "all" });
  });
});
