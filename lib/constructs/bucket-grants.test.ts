import { App, Stack } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { httpCheck, s3Check } from "../../test/kit/checks.ts";
import type { S3Target } from "../core/probes/s3/target.ts";
import { bucketGrants } from "./bucket-grants.ts";

/** Every statement of the grants, as IAM reads it. */
function grantsOf(...targets: Partial<S3Target>[]): unknown[] {
  const stack = new Stack(new App(), "Acme");
  const checks = targets.map(({ endpoint, ...s3 }) => {
    const check = s3Check(endpoint ?? "", { s3 });
    const { endpoint: _none, ...aws } = check.target as S3Target;
    return endpoint === undefined ? { ...check, target: aws } : check;
  });
  const written = bucketGrants(stack, [httpCheck("https://api.acme.example"), ...checks]);
  const resolved = stack.resolve(written.map((statement) => statement.toStatementJson()));
  return JSON.parse(
    JSON.stringify(resolved).replaceAll(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"'),
  );
}

const ROLE = "arn:aws:iam::123456789012:role/reader";

describe("bucketGrants", () => {
  it("lets a check read its one object, and ask whether that one exists", () => {
    expect(grantsOf({ key: "a.json" })).toEqual([
      { Sid: "ReadObjects", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-exports/a.json" },
      {
        Sid: "FindObjects0",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-exports",
        Condition: { StringEquals: { "s3:prefix": ["a.json"] } },
      },
    ]);
  });

  it("keeps several buckets and keys apart", () => {
    const statements = grantsOf({ key: "a" }, { key: "b" }, { bucket: "other-bucket", key: "c" });
    expect(statements).toMatchObject([
      { Resource: ["arn:aws:s3:::acme-exports/a", "arn:aws:s3:::acme-exports/b", "arn:aws:s3:::other-bucket/c"] },
      { Resource: "arn:aws:s3:::acme-exports", Condition: { StringEquals: { "s3:prefix": ["a", "b"] } } },
      { Resource: "arn:aws:s3:::other-bucket", Condition: { StringEquals: { "s3:prefix": ["c"] } } },
    ]);
  });

  it("lets a round trip write, read and delete what it makes, and nothing else below its key", () => {
    expect(grantsOf({ mode: "roundTrip", key: "probes" })).toEqual([
      {
        Sid: "GoRound",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
        Resource: "arn:aws:s3:::acme-exports/probes/bongsu-????????????????",
      },
    ]);
  });

  it("with a role grants that role and no bucket: what the role may do is its owner's to say", () => {
    expect(grantsOf({ role: ROLE }, { role: ROLE, mode: "roundTrip" })).toEqual([
      { Sid: "AssumeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: ROLE },
    ]);
  });

  it("grants nothing for an S3 that is somebody else's, but does for a private endpoint of AWS", () => {
    expect(grantsOf({ endpoint: "https://s3.acme.internal" })).toEqual([]);
    expect(grantsOf({ endpoint: "https://bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com" })).toHaveLength(2);
  });

  it("takes a wildcard in a key for what it is, a letter", () => {
    expect(grantsOf({ key: "a*b?c$d" })).toMatchObject([{ Resource: "arn:aws:s3:::acme-exports/a${*}b${?}c${$}d" }, {}]);
  });

  it("needs nothing where no check asks S3", () => {
    expect(grantsOf()).toEqual([]);
  });
});
