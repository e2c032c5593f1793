/** An address that is no check, run once for somebody who types it on the page: without a file, and without secrets. */
import { createResolver } from "../core/net/system-resolver.ts";
import type { Secrets } from "../core/ports.ts";
import { runNow } from "../core/run/run-now.ts";
import { systemClock } from "../core/time/clock.ts";
import type { TryAddress } from "../local/page-tried.ts";
import { LOCATION } from "../local/watch.ts";
import { selectChecks } from "./select-checks.ts";

const WITHIN_MS = 15_000;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const KNOWN_SCHEME = /^(https?|tcp):\/\//i;
const noSecrets: Secrets = { resolve: async () => ({ unavailable: "Secrets are for the checks of a file." }) };

export const tryAddress: TryAddress = async (typed) => {
  const address = SCHEME.test(typed) ? typed : `https://${typed}`;
  if (!KNOWN_SCHEME.test(address)) return { refusal: "An address begins with http://, https:// or tcp://." };
  const selected = await selectChecks([address], "");
  if ("refusal" in selected) return { refusal: selected.refusal };
  const check = "checks" in selected ? selected.checks[0] : undefined;
  if (check === undefined) return { refusal: "This is no address that can be checked." };
  const resolver = createResolver();
  const options = { location: LOCATION, clock: systemClock, secrets: noSecrets, resolver, withinMs: WITHIN_MS };
  const [outcome] = await runNow([check], options).finally(() => resolver.close());
  return outcome === undefined ? { refusal: "It did not run." } : { address, check, outcome };
};
