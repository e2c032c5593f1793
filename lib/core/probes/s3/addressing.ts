import type { Addressing } from "../probe.ts";
import { DEFAULT_REGION, locate } from "./locate.ts";
import type { S3Target } from "./target.ts";

/** The schema lets nobody ask for all addresses of a bucket whose Region is not said. The target is what the kind's own schema made. */
export function addressingByBucket(target: unknown): Addressing {
  const options = target as S3Target;
  return { host: locate(options, { key: "", region: options.region ?? DEFAULT_REGION }).hostname, ip: options.ip };
}
