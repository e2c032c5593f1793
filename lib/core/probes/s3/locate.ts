/** Where a bucket and its objects are reached. */
import { isIP } from "node:net";
import type { S3Target } from "./target.ts";

/** AWS's own default, where neither the check nor the prober says a Region: S3 answers with the right one. */
export const DEFAULT_REGION = "us-east-1";

type Place = Pick<S3Target, "bucket" | "endpoint" | "forcePathStyle">;

/** The address of an object, or of the bucket itself for an empty key. */
export function locate({ bucket, endpoint, forcePathStyle }: Place, { key, region }: { key: string; region: string }): URL {
  const url = new URL(endpoint ?? `https://s3.${region}.${domainOf(region)}`);
  const isInPath = forcePathStyle || isDotted(bucket) || isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0;
  if (!isInPath) url.hostname = `${bucket}.${url.hostname}`;
  const segments = [...(isInPath ? [bucket] : []), ...(isInPath && key === "" ? [] : key.split("/"))];
  url.pathname = `/${segments.map(encode).join("/")}`;
  return url;
}

/** STS beside an S3 of AWS; undefined where S3 is somebody else's, whose users STS does not know. */
export function locateSts(s3: URL, region: string): URL | undefined {
  if (!isOfAws(s3)) return undefined;
  const port = s3.port === "" ? "" : `:${s3.port}`;
  return new URL(`${s3.protocol}//sts.${region}.${domainOf(region)}${port}/`);
}

/** Whether an address of S3 is AWS's own, public or private. */
export function isOfAws({ hostname }: URL): boolean {
  return /\.amazonaws\.com(?:\.cn)?$/.test(hostname);
}

function domainOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

/** A certificate for `*.s3.…` is none for a name with a further dot. */
function isDotted(bucket: string): boolean {
  return bucket.includes(".");
}

/** RFC 3986, as the signature wants it: everything but letters, digits and -._~ */
function encode(segment: string): string {
  return encodeURIComponent(segment).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
