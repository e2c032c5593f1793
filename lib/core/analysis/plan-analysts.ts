/** Which analysts a configuration needs. Metrics can be read from anywhere; only a thread dump has to be fetched where the check runs. */
import type { Check, Config, Vantage } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import type { HourCheck } from "./analyse-hours.ts";
import type { AnalystManifest } from "./manifest.ts";
import { threadDumpUrl } from "./thread-dump-url.ts";

export interface PlannedAnalyst {
  readonly vantage: Vantage;
  readonly manifest: AnalystManifest;
}

/** One outside the VPC, and a second inside it for leaks whose thread dumps are there. */
export function planAnalysts({ name: deployment, timezone, checks }: Config): PlannedAnalyst[] {
  const leaks = checks.filter(({ leak }) => leak !== undefined);
  const inVpc = leaks.filter((check) => check.from[0] === "vpc" && threadDumpUrl(check) !== undefined);
  const base = { schemaVersion: 1, deployment, timezone } as const;
  const elsewhere = leaks.filter((check) => !inVpc.includes(check));
  const main: PlannedAnalyst = {
    vantage: "region",
    manifest: { ...base, leaks: elsewhere, hours: checks.filter(isProbed).map(toHourCheck) },
  };
  return inVpc.length === 0 ? [main] : [main, { vantage: "vpc", manifest: { ...base, leaks: inVpc, hours: [] } }];
}

/** One place is enough to know the hours of a target. */
export function toHourCheck({ id, from: [from], everyMs, metricForm }: Check): HourCheck {
  return { id, from, everyMs, ...(metricForm !== undefined && { metricForm }) };
}
