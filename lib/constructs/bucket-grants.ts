/** What checks of kind s3 need: their one object, the objects that a round trip makes, or their one role. Nothing else. */
import type { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Check } from "../core/model/check.ts";
import { isOfAws } from "../core/probes/s3/locate.ts";
import { ownKeyPattern } from "../core/probes/s3/own-object.ts";
import type { S3Target } from "../core/probes/s3/target.ts";

export function bucketGrants({ partition }: Stack, checks: readonly Check[]): PolicyStatement[] {
  const targets = checks.filter(({ kind }) => kind === "s3").map(({ target }) => target as S3Target);
  const roles = targets.flatMap(({ role }) => role ?? []);
  const own = targets.filter(
    ({ endpoint, role }) => role === undefined && (endpoint === undefined || isOfAws(new URL(endpoint))),
  );
  const aged = own.filter(({ mode }) => mode === "age");
  const roundTrips = own.filter(({ mode }) => mode === "roundTrip");
  const arnOf = (bucket: string) => `arn:${partition}:s3:::${bucket}`;
  return [
    ...allow("AssumeRoles", ["sts:AssumeRole"], roles),
    ...allow(
      "ReadObjects",
      ["s3:GetObject"],
      aged.map(({ bucket, key }) => `${arnOf(bucket)}/${literally(key)}`),
    ),
    ...Object.entries(Object.groupBy(aged, ({ bucket }) => bucket)).map(([bucket, ofBucket = []], index) =>
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
function listKeys(sid: string, bucketArn: string, { keys }: { readonly keys: readonly string[] }): PolicyStatement {
  const conditions = { StringEquals: { "s3:prefix": [...new Set(keys)] } };
  return new PolicyStatement({ sid, actions: ["s3:ListBucket"], resources: [bucketArn], conditions });
}

function allow(sid: string, actions: string[], resources: readonly string[]): PolicyStatement[] {
  return resources.length === 0 ? [] : [new PolicyStatement({ sid, actions, resources: [...new Set(resources)] })];
}

/** A key that holds a wildcard means itself. */
function literally(key: string): string {
  return key.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
}
