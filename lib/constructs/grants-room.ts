/** Whether a role can list by name what its prober reads: AWS takes one policy in the role and ten beside it. */
import type { Check, Config } from "../core/model/check.ts";
import { rolesOf } from "../core/probes/roles-of.ts";
import type { S3Target } from "../core/probes/s3/target.ts";
import { planShards } from "../core/run/shards.ts";
import { charactersOf } from "./allow.ts";
import { secretNames, underPaths } from "./secret-names.ts";

/** Of 10,000 and ten times 6,000, with a loss where policies end. */
const GRANTS_MAX_CHARACTERS = 60_000;
/** What stands around the keys of a bucket that is looked into. */
const BUCKET_CHARACTERS = 250;

/** A sentence where it cannot, with the cure. */
export function grantsTooMany({ checks }: Config, secretPaths: readonly string[]): string[] {
  const byPlace = Map.groupBy(planShards(checks), ({ vantage }) => vantage);
  return [...byPlace].flatMap(([place, shards]) => {
    const ofPlace = shards.flatMap((shard) => shard.checks);
    const secrets = namesOfSecrets(ofPlace, secretPaths);
    const ofSecrets = secrets.reduce((sum, name) => sum + charactersOf(name), 0);
    const ofBuckets = bucketCharacters(ofPlace);
    if (ofSecrets + ofBuckets <= GRANTS_MAX_CHARACTERS) return [];
    const cure =
      ofSecrets > ofBuckets
        ? `a path that it may read as a whole, { secretPaths: ["acme/"] }, takes the place of all names below it`
        : "a role that may read several buckets, as role: of these checks, takes their place";
    const what = ofSecrets > ofBuckets ? `${secrets.length} secrets and parameters` : "so many buckets and objects";
    return [`Checks from ${place} read ${what}, and AWS lets the role of one prober name about 390: ${cure}.`];
  });
}

function namesOfSecrets(checks: readonly Check[], secretPaths: readonly string[]): string[] {
  const { secrets, parameters } = secretNames(checks);
  return [...underPaths(secrets, secretPaths), ...underPaths(parameters, secretPaths)].map(({ name }) => name);
}

/** Objects and buckets of one's own, and roles. */
function bucketCharacters(checks: readonly Check[]): number {
  const targets = checks.filter(({ kind }) => kind === "s3").map(({ target }) => target as S3Target);
  const roles = rolesOf(checks);
  const own = targets.filter(({ role }) => role === undefined);
  const names = [...roles, ...new Set(own.flatMap(({ bucket, key }) => [bucket, `${bucket}/${key}`]))];
  const buckets = new Set(own.map(({ bucket }) => bucket)).size;
  const keys = own.reduce((sum, { key }) => sum + key.length, 0);
  return names.reduce((sum, name) => sum + charactersOf(name), 0) + BUCKET_CHARACTERS * buckets + keys;
}
