/** Places as metrics and messages call them, and how many of a check's have to agree. */
import type { Check, Vantage } from "./check.ts";

/** What depends on where the deployment is: `ap-northeast-2` and `ap-northeast-2/vpc`. */
export interface Locations {
  readonly region: string;
  readonly vpc: string;
}

/** The `Location` under which the prober of a place publishes. Other Regions are called by their own name. */
export function locationOf(vantage: Vantage, { region, vpc }: Locations): string {
  if (vantage === "region") return region;
  return vantage === "vpc" ? vpc : vantage;
}

/** Whether it is a Region of its own, beside that of the deployment. */
export function isOtherRegion(vantage: Vantage): boolean {
  return vantage !== "region" && vantage !== "vpc";
}

/** So many of its places must see it at the same time: more than half, unless the check says otherwise. */
export function badLocationsOf({ alarm, from }: Pick<Check, "alarm" | "from">): number {
  return alarm.badLocations ?? Math.floor(from.length / 2) + 1;
}
