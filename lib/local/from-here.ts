/** The configuration as this computer can follow it: from here alone, whatever places it names. */
import type { Check, Config } from "../core/model/check.ts";

export function fromHere(config: Config): Config {
  return { ...config, checks: config.checks.map(atOnePlace) };
}

function atOnePlace({ alarm: { badLocations: _several, ...alarm }, ...check }: Check): Check {
  return { ...check, alarm, from: ["region"] };
}
