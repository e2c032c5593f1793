import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import type { Check } from "../model/check.ts";
import { rolesOf } from "../probes/roles-of.ts";
import { privateEndpoints } from "./private-endpoints.ts";

const ROLE = "arn:aws:iam::210987654321:role/bongsu";
const reference = (name: string) => `\${${name}}`;
const http = (part: object): Check => makeCheck({ kind: "http", target: { url: "http://a.internal", headers: {}, ...part } });
const s3 = (part: object): Check => makeCheck({ kind: "s3", target: { bucket: "b", key: "k", mode: "age", ...part } });

describe("what a prober must reach from a network without a way out", () => {
  it("is where metrics go, and no more for checks that ask AWS for nothing", () => {
    expect(privateEndpoints([http({})])).toEqual(["monitoring"]);
  });

  it("is a store for each sort of reference that checks hold", () => {
    const headers = { a: reference("secret:acme/token"), b: reference("ssm:/acme/key") };
    expect(privateEndpoints([http({ headers })])).toEqual(["monitoring", "secretsmanager", "ssm"]);
  });

  it("is STS where a role is assumed, and S3 with it where objects are read", () => {
    const sigv4 = { service: "execute-api", region: "eu-west-1", role: ROLE };
    expect(privateEndpoints([http({ auth: { sigv4 } })])).toEqual(["monitoring", "sts"]);
    expect(privateEndpoints([s3({})])).toEqual(["monitoring", "sts", "s3"]);
  });
});

describe("roles of checks", () => {
  it("are those of objects and of signed requests, each once", () => {
    const sigv4 = { service: "execute-api", region: "eu-west-1" };
    const checks = [s3({ role: ROLE }), http({ auth: { sigv4: { ...sigv4, role: ROLE } } }), http({ auth: { sigv4 } }), s3({})];
    expect(rolesOf(checks)).toEqual([ROLE]);
  });
});
