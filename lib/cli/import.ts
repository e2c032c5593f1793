/** `bongsu import FILE`: the configuration of another monitor becomes a checks.yaml, with a report of what could not be carried over. */
import { writeFile } from "node:fs/promises";
import type { FileFormat } from "../core/import/formats.ts";
import { type Finding, type Imported, importChecks } from "../core/import/import-checks.ts";
import { findSchema } from "./find-schema.ts";
import type { Output } from "./output.ts";
import { readTextFile } from "./read-text-file.ts";

export interface ImportCommandOptions {
  readonly file: string;
  /** Default: what the file looks like. */
  readonly from?: FileFormat;
  /** Path of a Prometheus configuration: it holds the targets of blackbox_exporter's modules. */
  readonly prometheus?: string;
  /** Name of the deployment. */
  readonly name?: string;
  /** Path to write to; without it the text goes to the output. */
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly output: Output;
}

/** Text that goes to the output is most likely kept here. */
const DEFAULT_OUT = "checks.yaml";

const Exit = { all: 0, somethingLeftOut: 1, unreadable: 2, notWritten: 3 } as const;

/** Resolves to the exit code: 0 all carried over, 1 something left out, 2 unreadable input, 3 could not write. */
export async function importFile(options: ImportCommandOptions): Promise<number> {
  const { json, out, output } = options;
  const imported = await readAll(options);
  if ("unreadable" in imported) {
    output.error(`${imported.unreadable}\n`);
    return Exit.unreadable;
  }
  const obstacle = out === undefined || imported.yaml === "" ? undefined : await write(out, imported.yaml, options);
  if (obstacle !== undefined) {
    output.error(`${obstacle}\n`);
    return Exit.notWritten;
  }
  if (json) output.write(`${JSON.stringify({ schemaVersion: 1, ...imported }, null, 2)}\n`);
  else if (out === undefined) output.write(imported.yaml);
  output.error(report(imported, out));
  return imported.findings.length === 0 ? Exit.all : Exit.somethingLeftOut;
}

async function readAll({ file, from, name, out, prometheus }: ImportCommandOptions): Promise<Imported | { unreadable: string }> {
  const read = await readTextFile(file);
  if ("unreadable" in read) return read;
  const targets = prometheus === undefined ? undefined : await readTextFile(prometheus);
  if (targets !== undefined && "unreadable" in targets) return targets;
  const schema = findSchema(out ?? DEFAULT_OUT);
  return importChecks(read.text, {
    ...(from !== undefined && { format: from }),
    ...(name !== undefined && { name }),
    ...(schema !== undefined && { schema }),
    ...(targets !== undefined && { prometheus: targets.text }),
  });
}

/** A sentence with the cure where it could not be written. */
async function write(path: string, text: string, { force }: { readonly force: boolean }): Promise<string | undefined> {
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "EEXIST")
      return `${path} is there already and stays as it is. Name another file with -o, or overwrite it with --force.`;
    return `${path} cannot be written (${code}). Check that its folder exists and may be written to.`;
  }
}

function report(imported: Imported, out: string | undefined): string {
  const { findings, secretNames } = imported;
  const lines = [
    summary(imported),
    ...section(
      "left out",
      findings.filter(({ extent }) => extent === "left-out"),
    ),
    ...section(
      "carried over in part",
      findings.filter(({ extent }) => extent === "partly"),
    ),
    ...(secretNames.length === 0
      ? []
      : ["", "secrets were not copied: set these variables", ...secretNames.map((name) => `  ${name}`)]),
    ...(imported.yaml === "" ? [] : ["", `next: npx bongsu validate -c ${out ?? "FILE"}, and say under contacts who is told`]),
  ];
  return `${lines.join("\n")}\n`;
}

function summary({ checks, findings, monitors, tool, yaml }: Imported): string {
  const partly = new Set(findings.flatMap(({ check, extent }) => (extent === "partly" && check !== undefined ? [check] : [])))
    .size;
  const how = partly === 0 ? "" : `, ${partly} of them in part`;
  const nothing = yaml === "" ? ". Nothing could be carried over, so nothing is written" : "";
  return `${monitors} found in the file of ${tool}: ${checks === 1 ? "1 became a check" : `${checks} became checks`}${how}${nothing}.`;
}

function section(title: string, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  return ["", title, ...findings.flatMap(({ subject, todo, what }) => [`  ${subject}: ${what}`, `    ${todo}`])];
}
