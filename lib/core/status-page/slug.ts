/** The name of a service in addresses: made of its public title alone, so that it tells nothing else and stays while the title does. */
import { stableHash } from "../model/hash.ts";

const LENGTH_MAX = 60;
const HASH_BASE = 36;

/** `Checkout API` -> `checkout-api`; letters outside ASCII leave a hash: `결제 API` -> `api-1x2y3z`. */
export function slugOf(publicTitle: string): string {
  const words = publicTitle
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, LENGTH_MAX);
  const isWhole = words !== "" && /^[\p{ASCII}]+$/u.test(publicTitle) && publicTitle.length <= LENGTH_MAX;
  return isWhole ? words : [words, stableHash(publicTitle).toString(HASH_BASE)].filter((part) => part !== "").join("-");
}
