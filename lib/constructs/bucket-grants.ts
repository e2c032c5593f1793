/** What checks that speak to AWS need: the roles that they name; of kind s3 their one object, or the objects that a round trip makes. Nothing else. */
import type { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Check } from "../core/model/check.ts";
import { rolesOf } from "../core/probes/roles-of.ts";
import { isOfAws } from "../core/probes/s3/locate.ts";
import { ownKeyPattern } from "../core/probes/s3/own-object.ts";
import type { S3Target } from "../core/probes/s3/target.ts";
import { allow, inParts, sidOf } from "./allow.ts";

export function bucketGrants({ partition }: Stack, checks: readonly Check[]): PolicyStatement[] {
  const targets = checks.filter(({ kind }) => kind === "s3").map(({ target }) => target as S3Target);
  const own = targets.filter(
    ({ endpoint, role }) => role === undefined && (endpoint === undefined || isOfAws(new URL(endpoint))),
  );
  const aged = own.filter(({ mode }) => mode === "age");
  const roundTrips = own.filter(({ mode }) => mode === "roundTrip");
  const arnOf = (bucket: string) => `arn:${partition}:s3:::${bucket}`;
  return [
    ...allow("AssumeRoles", ["sts:AssumeRole"], rolesOf(checks)),
    ...allow(
      "ReadObjects",
      ["s3:GetObject"],
      aged.map(({ bucket, key }) => `${arnOf(bucket)}/${literally(key)}`),
    ),
    ...[...Map.groupBy(aged, ({ bucket }) => bucket)].flatMap(([bucket, ofBucket], index) =>
      listKeys(`FindObjects${index}`, arnOf(bucket), { keys: ofBucket.map(({ key }) => key) }),
    ),
    ...allow(
      "GoRound",
      ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      roundTrips.map(({ bucket, key }) => `${arnOf(bucket)}/${ownKeyPattern(literally(key))}`),
    ),
  ];
}

/**
 * Who may not list is told "denied" of an object that does not exist, as of one that is forbidden. With this the probe can ask whether
 * that one key exists, and learns of no other key.
 */
function listKeys(sid: string, bucketArn: string, { keys }: { readonly keys: readonly string[] }): PolicyStatement[] {
  return inParts(keys).map((some, part) => {
    const conditions = { StringEquals: { "s3:prefix": some } };
    return new PolicyStatement({ sid: sidOf(sid, part), actions: ["s3:ListBucket"], resources: [bucketArn], conditions });
  });
}

/** A key that holds a wildcard means itself. */
function literally(key: string): string {
  return key.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
}
