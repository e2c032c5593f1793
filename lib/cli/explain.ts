/** `bongsu explain <file.json>`: which rules fired on a run, which were rejected, and by what number. Offline. */
import { readFile, stat } from "node:fs/promises";
import type { CaseFile } from "../core/diagnosis/case-file.ts";
import { isCaseFile, isSoundOutcome } from "../core/diagnosis/case-file-shape.ts";
import { casesOfOutcomes } from "../core/diagnosis/cases-of-outcomes.ts";
import { diagnose } from "../core/diagnosis/diagnose.ts";
import { type Explanation, renderExplanation } from "../core/messages/explanation.ts";
import type { Status } from "../core/model/outcome.ts";
import { parseJson } from "../core/run/parse-json.ts";
import { isRecord } from "../core/shapes.ts";
import { systemClock } from "../core/time/clock.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

const FILE_MAX_BYTES = 20_971_520;

interface ExplainOptions {
  /** What `bongsu run --json` printed, one outcome, or a case file. */
  readonly file: string;
  readonly json: boolean;
  readonly output: Output;
}

/** Resolves to the exit code: 0 nothing is wrong in the file, 1 something is, 3 it cannot be read. */
export async function explain({ file, json, output }: ExplainOptions): Promise<number> {
  const read = await readCases(file);
  if ("refusal" in read) {
    output.error(`${read.refusal}\n`);
    return ExitCode.couldNotRun;
  }
  const explanations = read.cases.map((caseFile) => ({ ...subjectOf(caseFile), diagnosis: diagnose(caseFile) }));
  output.write(json ? toJson(explanations) : `${explanations.flatMap(renderExplanation).join("\n")}\n`);
  return exitCodeOf(explanations.map(({ status }) => status));
}

function toJson(explanations: readonly Explanation[]): string {
  const shown = explanations.map(({ check, location, status, diagnosis }) => ({ check, location, status, diagnosis }));
  return `${JSON.stringify({ schemaVersion: 1, explanations: shown }, null, 2)}\n`;
}

type Read = { readonly cases: readonly CaseFile[] } | { readonly refusal: string };

async function readCases(file: string): Promise<Read> {
  const text = await readBounded(file);
  if ("refusal" in text) return text;
  const parsed = parseJson(text.text);
  if ("unreadable" in parsed) return { refusal: `${file} holds no JSON that can be read.` };
  const cases = casesIn(parsed.document);
  if (cases !== undefined && cases.length > 0) return { cases };
  return { refusal: `${file} holds no outcome that can be read. Write one with: npx bongsu run --json > ${file}` };
}

async function readBounded(file: string): Promise<{ readonly text: string } | { readonly refusal: string }> {
  try {
    const { size: fileBytes } = await stat(file);
    if (fileBytes > FILE_MAX_BYTES) return { refusal: `${file} is larger than 20 MB.` };
    return { text: await readFile(file, "utf8") };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { refusal: `${file} cannot be read (${reason}).` };
  }
}

/** `undefined` if the document is none of the three. */
function casesIn(document: unknown): readonly CaseFile[] | undefined {
  if (!isRecord(document) || (document.schemaVersion ?? 1) !== 1) return undefined;
  if (isCaseFile(document)) return [document];
  const outcomes: unknown = document.outcomes ?? [document];
  if (!Array.isArray(outcomes) || !outcomes.every(isSoundOutcome)) return undefined;
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return casesOfOutcomes(outcomes, { nowEpochMs: systemClock.epochMs(), timezone });
}

function subjectOf({ check, timezone }: CaseFile) {
  const [latest] = check.outcomes;
  const status: Status = latest?.status ?? "unknown";
  return { check: check.id, location: check.location, status, timezone, ...(latest !== undefined && { outcome: latest }) };
}

function exitCodeOf(statuses: readonly Status[]): number {
  return statuses.some((status) => status === "down") ? ExitCode.checkFailed : ExitCode.allGood;
}
