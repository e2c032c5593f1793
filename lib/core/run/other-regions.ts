/** Regions beside that of the deployment from which its checks run, in the order of the alphabet. */
import type { Config } from "../model/check.ts";
import { isOtherRegion } from "../model/location.ts";
import { planShards } from "./shards.ts";

export function otherRegions({ checks }: Pick<Config, "checks">): string[] {
  return [...new Set(planShards(checks).map(({ vantage }) => vantage))].filter(isOtherRegion).toSorted();
}
