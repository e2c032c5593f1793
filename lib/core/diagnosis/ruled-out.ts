/** What people need not look at, each with the number that clears it. */
import type { EvidenceLine, Finding } from "../model/diagnosis.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { othersAtLocation, othersOf, sameCheckElsewhere } from "./neighbours.ts";
import { s3WorksLine } from "./object-age.ts";
import { known, line } from "./rule.ts";
import { type BadRuns, badRunsOf, lastGood, numberFact, phaseMs } from "./runs.ts";

const DAYS_LEFT_ENOUGH = 14;
const PERIODS_UNTIL_SILENT = 2;

/** Nothing is cleared that a finding blames. */
export function ruleOut(file: CaseFile, findings: readonly Finding[]): EvidenceLine[] {
  const trouble = badRunsOf(file);
  const blamed = new Set(findings.map(({ layer }) => layer));
  return known(
    ...(trouble === undefined || blamed.has("location") ? [] : connectionLines(trouble)),
    blamed.has("dependency") ? undefined : dependenciesLine(file),
    blamed.has("location") ? undefined : locationLine(file, trouble),
    blamed.has("ourselves") ? undefined : proberLine(file),
    file.check.kind === "s3" && s3WorksLine(file) !== undefined ? line("s3-fine", {}) : undefined,
  );
}

/** Steps of the newest bad run that ended well, because another came after them. */
function connectionLines(trouble: BadRuns): (EvidenceLine | undefined)[] {
  const { latest } = trouble;
  return [dnsLine(trouble), isPast(latest, "connect") ? networkLine(latest) : undefined, certificateLine(latest)];
}

function dnsLine(trouble: BadRuns): EvidenceLine | undefined {
  const { latest } = trouble;
  const ms = phaseMs(latest, "dns");
  // A `dns` check asks a server; how that server's own name was found clears nothing.
  if (ms === undefined || latest.kind === "dns" || !isPast(latest, "dns")) return undefined;
  const before = lastGood(trouble)?.evidence.address;
  return line("dns-fine", { ms, sameAddress: before !== undefined && before === latest.evidence.address });
}

function networkLine(latest: Outcome): EvidenceLine | undefined {
  const ms = phaseMs(latest, "connect");
  return ms === undefined ? undefined : line("network-fine", { ms });
}

function certificateLine(latest: Outcome): EvidenceLine | undefined {
  const daysLeft = numberFact(latest, "certificate.daysLeft");
  const isFine = isPast(latest, "tls") && daysLeft !== undefined && daysLeft > DAYS_LEFT_ENOUGH;
  return isFine ? line("certificate-fine", { daysLeft }) : undefined;
}

/** Phases stand in order, and a run breaks off in its last one. */
function isPast({ phases, failure }: Outcome, phase: string): boolean {
  return failure?.phase !== phase && phases.some((time) => time.phase === phase);
}

/** Only if there are any, and all of them are known to be well. */
function dependenciesLine(file: CaseFile): EvidenceLine | undefined {
  const dependencies = othersOf(file).filter(({ isDependency }) => isDependency);
  if (dependencies.length === 0 || dependencies.some(({ status }) => status !== "up")) return undefined;
  return line("dependencies-fine", { checks: dependencies.length });
}

/** Another place sees the same: it is not the way from here. */
function locationLine(file: CaseFile, trouble: BadRuns | undefined): EvidenceLine | undefined {
  const alike = sameCheckElsewhere(file).find(({ status }) => status === trouble?.latest.status);
  return trouble === undefined || alike === undefined ? undefined : line("location-fine", { location: alike.location });
}

function proberLine(file: CaseFile): EvidenceLine | undefined {
  const { heartbeatAgeMs, everyMs } = file.shard ?? {};
  if (heartbeatAgeMs !== undefined && everyMs !== undefined && heartbeatAgeMs > PERIODS_UNTIL_SILENT * everyMs) return undefined;
  const checks = othersAtLocation(file).filter(({ status }) => status === "up").length;
  return checks === 0 ? undefined : line("prober-fine", { checks });
}
