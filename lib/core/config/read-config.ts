/** The text of checks.yaml -> Config, or every problem at once with its place. */
import { basename, isAbsolute } from "node:path";
import type { Config } from "../model/check.ts";
import { compile } from "./compile.ts";
import type { Fault, Problem, Refusal, Severity } from "./problem.ts";
import { type Position, readYaml, type YamlSource } from "./yaml-source.ts";

export const FILE_LENGTH_MAX = 5_000_000;

export type ConfigResult =
  | { readonly config: Config; readonly warnings: readonly Problem[] }
  /** Warnings too, sorted by place; at least one is an error. */
  | { readonly problems: readonly Problem[] };

/** `file` is only named, never opened. Never throws. */
export function readConfig(text: string, file: string): ConfigResult {
  const source = text.length > FILE_LENGTH_MAX ? { unreadable: TOO_LONG } : readYaml(text.replace(/^\ufeff/, ""));
  if ("unreadable" in source) return { problems: [toProblem(source.unreadable, source.unreadable.position, { file })] };
  const sourceOf = (index: number) => ({ file: shownFile(file), line: source.locate(["checks", index], "value").line });
  const compiled = compile(source.value, { sourceOf });
  const found = withoutEchoes("config" in compiled ? compiled.warnings : compiled.faults, source);
  const inFile = found.map((fault) => problemOf(fault, source, { file }));
  const problems = [...problemsInText(source, file), ...inFile].toSorted(byPlace);
  const isSound = "config" in compiled && source.faults.length === 0;
  return isSound ? { config: compiled.config, warnings: problems } : { problems };
}

const TOO_LONG = {
  code: "file-too-long",
  message: `The file is longer than ${FILE_LENGTH_MAX} characters.`,
  fix: "Split it into several deployments.",
  position: { line: 1, column: 1 },
};

/** A value that could not even be read is not missing or of the wrong shape too. */
function withoutEchoes(faults: readonly Fault[], source: YamlSource): readonly Fault[] {
  const placeOf = ({ line, column }: Position) => `${line}:${column}`;
  const told = new Set(source.faults.map((fault) => placeOf(fault.position)));
  return told.size === 0 ? faults : faults.filter((fault) => !told.has(placeOf(source.locate(fault.path, "value"))));
}

function problemsInText(source: YamlSource, file: string): Problem[] {
  return source.faults.map((fault) => toProblem(fault, fault.position, { file }));
}

function problemOf(fault: Fault, source: YamlSource, { file }: { readonly file: string }): Problem {
  return toProblem(fault, source.locate(fault.path, fault.at ?? "value"), { file, severity: fault.severity });
}

function toProblem(
  refusal: Refusal,
  { line, column }: Position,
  about: { readonly file: string; readonly severity?: Severity },
): Problem {
  const { code, message, fix } = refusal;
  return { file: about.file, line, column, code, severity: about.severity ?? "error", message, fix };
}

function byPlace(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column;
}

/** It travels into messages: where the file lies on the deploying machine is nobody's business. */
function shownFile(file: string): string {
  return isAbsolute(file) ? basename(file) : file;
}
