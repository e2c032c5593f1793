/** What a valid configuration may ask that this deployment cannot give: said at synth, all at once, before anything is deployed. */
import type { Check, Config } from "../core/model/check.ts";
import { formatDuration } from "../core/model/units.ts";
import { fitsInvocation } from "./prober-time.ts";
import { secretNames } from "./secret-names.ts";

/** One sentence a fault, each naming its check and the cure. */
export function refusals(config: Config, { hasVpc }: { hasVpc: boolean }): string[] {
  const outside = hasVpc ? [] : config.checks.filter(({ from }) => from === "vpc");
  const endless = config.checks.filter((check) => !fitsInvocation(check));
  return [
    ...config.checks.flatMap(variablesOf),
    ...outside.map(({ id }) => `${id} has "from: vpc", but no VPC is given: pass { vpc } to the Bongsu construct.`),
    ...endless.map(
      ({ id, timeoutMs }) =>
        `${id} has "timeout: ${formatDuration(timeoutMs)}": tried twice it does not fit Lambda's 15 minutes; 7m does.`,
    ),
  ];
}

/** A deployed prober could never resolve them: the check would stay unknown, which pages nobody. */
function variablesOf(check: Check): string[] {
  return secretNames([check]).variables.map(
    (name) => `${check.id} refers to \${env:${name}}, which only this computer has: write \${secret:…} or \${ssm:…}.`,
  );
}
