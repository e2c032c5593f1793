/** `bongsu validate`: everything that is wrong with checks.yaml, at once. */
import { type LoadedConfig, loadConfigFile, type Problem, problemFormatter } from "../core/config/index.ts";
import { ExitCode } from "./exit-code.ts";

interface ValidateOptions {
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly write: (text: string) => void;
}

/** Resolves to the exit code: 0 without errors, 2 with errors, 3 if the file cannot be read. */
export async function validate({ config, json, write }: ValidateOptions): Promise<number> {
  const loaded = await loadConfigFile(config);
  const problems = "config" in loaded ? loaded.warnings : loaded.problems;
  if (json) write(`${JSON.stringify({ schemaVersion: 1, problems }, null, 2)}\n`);
  else write(report(loaded, { problems, file: config }));
  if ("unreadable" in loaded) return ExitCode.couldNotRun;
  return "config" in loaded ? ExitCode.allGood : ExitCode.configurationWrong;
}

function report(
  loaded: LoadedConfig,
  { problems, file }: { readonly problems: readonly Problem[]; readonly file: string },
): string {
  if ("unreadable" in loaded) return `${loaded.unreadable}\n`;
  if ("config" in loaded && problems.length === 0)
    return `${file}: ${count(loaded.config.checks.length, "check")}, no problems\n`;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const counts = [errors > 0 && count(errors, "error"), problems.length > errors && count(problems.length - errors, "warning")];
  return [...problems.map(problemFormatter(loaded.text)), `${counts.filter(Boolean).join(", ")} in ${file}\n`].join("\n\n");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
