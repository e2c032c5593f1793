/** An object in S3 that somebody should write again and again: a sign of life of a module that nothing else watches. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { othersOf } from "./neighbours.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  type BadRuns,
  badRunsOf,
  badRunsWith,
  failureMessage,
  hasBreachOf,
  lastGood,
  numberFact,
  repetition,
  runsOf,
  textFact,
  unmetLine,
} from "./runs.ts";

/** Clocks and rounding move the moment of writing by no more than this. */
const SAME_WRITE_MS = 5_000;

export const objectAgeRules: readonly Rule[] = [
  { row: 39, cause: "writer-stopped", layer: "target", atMost: "likely", examine: hasWriterStopped },
  { row: 39, cause: "object-missing", layer: "target", atMost: "likely", examine: isObjectMissing },
];

/** The object is too old, while S3 itself answered us; and it was not written again since. */
function hasWriterStopped(file: CaseFile): Examination {
  const stale = staleObject(file);
  if (stale === undefined) return undefined;
  const { ageMs, trouble } = stale;
  const [newest, ...older] = trouble.runs.flatMap((run) => writtenAt(run) ?? []);
  const oldest = older.at(-1);
  if (newest !== undefined && oldest !== undefined && newest - oldest > SAME_WRITE_MS) {
    return refutedBy("object-rewritten", { apartMs: newest - oldest });
  }
  const works = s3WorksLine(file);
  if (works === undefined) return undefined;
  const evidence = [line("object-age", { ageMs }), works, ...known(unmetLine(trouble.latest, "ageMs"))] as const;
  return fits("writer-stopped", { confidence: "likely", with: { ageMs }, evidence });
}

/** It was there before; of one that never was, the configuration may be what is wrong. */
function isObjectMissing(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "object-missing");
  if (trouble === undefined) return undefined;
  const good = lastGood(trouble);
  const since = good === undefined ? undefined : line("last-good", { atEpochMs: good.startedAtEpochMs });
  const evidence = [failureMessage(trouble), ...known(since), ...repetition(trouble)] as const;
  return fits("object-missing", { confidence: good === undefined ? "possible" : "likely", with: {}, evidence });
}

export interface StaleObject {
  readonly trouble: BadRuns;
  readonly ageMs: number;
  readonly writtenAtEpochMs: number;
}

/** The trouble, if it is that an object in S3 is older than it should be. */
export function staleObject(file: CaseFile): StaleObject | undefined {
  const trouble = badRunsOf(file);
  const ageMs = numberFact(trouble?.latest, "ageMs");
  if (trouble === undefined || ageMs === undefined || file.check.kind !== "s3" || !hasBreachOf(trouble.latest, "ageMs"))
    return undefined;
  return { trouble, ageMs, writtenAtEpochMs: trouble.latest.startedAtEpochMs - ageMs };
}

function writtenAt(run: Outcome): number | undefined {
  const ageMs = numberFact(run, "ageMs");
  return ageMs === undefined ? undefined : run.startedAtEpochMs - ageMs;
}

/** S3 answered us, with credentials that were fresh: this check or another one. */
export function s3WorksLine(file: CaseFile): EvidenceLine | undefined {
  const own = file.check.kind === "s3" ? runsOf(file)[0] : undefined;
  const others = othersOf(file).filter(({ kind, status }) => kind === "s3" && status === "up");
  const answered = [own, ...others.map(({ latest }) => latest)].find(hasS3Answered);
  if (answered === undefined) return undefined;
  const identity = textFact(answered, "identity");
  const expireInMs = numberFact(answered, "credentialsExpireInMs");
  return line("s3-works", {
    ...(identity !== undefined && { identity }),
    ...(expireInMs !== undefined && { credentialsExpireInMs: expireInMs }),
  });
}

/** It told how old the object is, or at least nothing failed. */
function hasS3Answered(run: Outcome | undefined): boolean {
  return (
    run !== undefined &&
    (run.failure === undefined || (run.failure.code === "expectation-unmet" && numberFact(run, "ageMs") !== undefined))
  );
}
