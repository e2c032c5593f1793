/** Clocks that disagree: whose is wrong, and whether it can explain what is seen. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { hostOf, othersAtLocation } from "./neighbours.ts";
import { type Examination, fits, line, type Rule, refutedBy } from "./rule.ts";
import { type BadRuns, badRunsOf, failureMessage, hasBreachOf, hasCode, numberFact } from "./runs.ts";

const SKEW_TELLING_MS = 30_000;
const HOSTS_MIN = 2;

export const clockRules: readonly Rule[] = [
  { row: 37, cause: "our-clock-wrong", layer: "ourselves", atMost: "confirmed", examine: isOurClockWrong },
  { row: 37, cause: "server-clock-wrong", layer: "target", atMost: "confirmed", examine: isServerClockWrong },
];

/** Two servers that disagree with us in the same direction agree with one another; and AWS keeps time better than we do. */
function isOurClockWrong(file: CaseFile): Examination {
  const trouble = clockTrouble(file);
  if (trouble === undefined) return undefined;
  if (hasCode(trouble.latest, ["clock-skewed"])) {
    return fits("our-clock-wrong", { confidence: "confirmed", with: {}, evidence: [failureMessage(trouble)] });
  }
  const { ownMs, disagreeing, agreeing } = compareClocks(file, trouble);
  if (ownMs === undefined || Math.abs(ownMs) <= SKEW_TELLING_MS) return undefined;
  if (disagreeing < HOSTS_MIN) return refutedBy("clock-agrees", { hosts: agreeing });
  const evidence = [line("clock", { hosts: disagreeing, skewMs: ownMs })] as const;
  return fits("our-clock-wrong", { confidence: "confirmed", with: {}, evidence });
}

function isServerClockWrong(file: CaseFile): Examination {
  const trouble = clockTrouble(file);
  if (trouble === undefined || hasCode(trouble.latest, ["clock-skewed"])) return undefined;
  const { ownMs, disagreeing, agreeing } = compareClocks(file, trouble);
  if (ownMs === undefined) return undefined;
  const seen = line("clock", { hosts: disagreeing, skewMs: ownMs });
  if (Math.abs(ownMs) <= SKEW_TELLING_MS || disagreeing >= HOSTS_MIN) return { refutedBy: seen };
  // With nobody to compare with, either of the two clocks may be the wrong one.
  const confidence = agreeing > 0 ? "confirmed" : "possible";
  return fits("server-clock-wrong", {
    confidence,
    with: { skewMs: ownMs },
    evidence: [seen, line("clock-agrees", { hosts: agreeing })],
  });
}

/** Only what a wrong clock can do: tokens, signatures and certificates seem too old or too new. */
function clockTrouble(file: CaseFile): BadRuns | undefined {
  const trouble = badRunsOf(file);
  if (trouble === undefined) return undefined;
  const { latest } = trouble;
  const status = numberFact(latest, "status");
  const isRefused = latest.status === "down" && (status === 401 || status === 403);
  const codes = [
    "clock-skewed",
    "auth-failed",
    "certificate-not-yet-valid",
    "certificate-expired",
    "credentials-expired",
  ] as const;
  return isRefused || hasCode(latest, codes) || hasBreachOf(latest, "clockSkew") ? trouble : undefined;
}

interface Clocks {
  /** Of the target, less ours. */
  readonly ownMs: number | undefined;
  /** Hosts that disagree with us as the target does, itself among them. */
  readonly disagreeing: number;
  readonly agreeing: number;
}

function compareClocks(file: CaseFile, { latest }: BadRuns): Clocks {
  const ownMs = skewOf(latest);
  const skews = new Map(
    othersAtLocation(file).flatMap((other) => {
      const skewMs = skewOf(other.latest);
      return skewMs === undefined || hostOf(other) === hostOf(file.check) ? [] : [[hostOf(other), skewMs] as const];
    }),
  );
  const alike = [...skews.values()].filter((ms) => Math.abs(ms) > SKEW_TELLING_MS && Math.sign(ms) === Math.sign(ownMs ?? 0));
  const agreeing = [...skews.values()].filter((ms) => Math.abs(ms) <= SKEW_TELLING_MS).length;
  return { ownMs, disagreeing: alike.length + (Math.abs(ownMs ?? 0) > SKEW_TELLING_MS ? 1 : 0), agreeing };
}

function skewOf(outcome: Outcome | undefined): number | undefined {
  return numberFact(outcome, "clockSkew");
}
