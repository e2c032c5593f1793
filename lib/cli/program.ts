/** The commands and their options. Each command is one file that returns its exit code. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { FILE_FORMATS } from "../core/import/formats.ts";
import { CHANNELS } from "../core/messages/every-form.ts";
import type { Language } from "../core/model/check.ts";
import { STORY_TYPES } from "../core/model/story.ts";
import { cost } from "./cost.ts";
import { addDeploymentCommands } from "./deployment-commands.ts";
import { dev } from "./dev.ts";
import { ExitCode } from "./exit-code.ts";
import { explain } from "./explain.ts";
import { type ImportCommandOptions, importFile } from "./import.ts";
import { init } from "./init.ts";
import { columnsOf, type Output } from "./output.ts";
import { type PreviewOptions, preview } from "./preview.ts";
import { type RunCommandOptions, run } from "./run.ts";
import { validate } from "./validate.ts";

const LANGUAGES: readonly Language[] = ["en", "ko"];
const DEFAULT_PORT = 4680;
const REPEATS_MAX = 1_000;
const DEFAULT_DATA = ".bongsu";
const DEFAULT_CONFIG = "checks.yaml";

/** `argv` without node and script. Resolves with the exit code; never rejects for wrong usage. */
export async function runProgram(argv: readonly string[], output: Output): Promise<number> {
  let exitCode: number = ExitCode.allGood;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = new Command("bongsu")
    .description("Watches endpoints and says why they fail: here, or from your own AWS account.")
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: (text) => output.error(text) });
  addRun(program, output, finish);
  addDev(program, output, finish);
  addValidate(program, output, finish);
  addInit(program, output, finish);
  addImport(program, output, finish);
  addCost(program, output, finish);
  addPreview(program, output, finish);
  addExplain(program, output, finish);
  addDeploymentCommands(program, output, finish);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.allGood : ExitCode.couldNotRun;
  }
}

type Finish = (exitCode: number) => void;

function configOption(): Option {
  return new Option("-c, --config <file>", "configuration to read").default(DEFAULT_CONFIG);
}

function addRun(program: Command, output: Output, finish: Finish): void {
  program
    .command("run")
    .description("run checks once: all of the file, some of its ids, or any address")
    .argument("[targets...]", "ids, or addresses that begin with http://, https:// or tcp://")
    .addOption(configOption())
    .addOption(new Option("--repeat <times>", "run each check so often, one run after the other").argParser(readTimes))
    .option("--verbose", "show every step of every check: times, address, certificate, headers", false)
    .option("--ascii", "write [OK] instead of signs that a terminal may lack", false)
    .option("--junit <file>", "write JUnit XML for a CI; - is standard output")
    .option("--json", "print outcomes as JSON", false)
    .action(async (targets: string[], options: Omit<RunCommandOptions, "targets" | "output">) =>
      finish(await run({ targets, ...options, output })),
    );
}

function addDev(program: Command, output: Output, finish: Finish): void {
  program
    .command("dev")
    .description("watch from this computer, with a live page; without a checks.yaml, a tour")
    .option("-c, --config <file>", "configuration to read")
    .addOption(new Option("-p, --port <number>", "port of the page").default(DEFAULT_PORT).argParser(readPort))
    .option("--data <folder>", "where the history is kept", DEFAULT_DATA)
    .action(async (options: { config?: string; port: number; data: string }) => {
      const ended = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.abort());
      const { stdin, stdout } = process;
      const keyboard = stdin.isTTY && stdout.isTTY ? { stdin, quit: () => ended.abort() } : undefined;
      const surroundings = { version: packageJson.version, isAttended: stdin.isTTY === true, write: output.write };
      const terminal = { columns: () => columnsOf(stdout), ...(keyboard !== undefined && { keyboard }) };
      finish(await dev({ ...options, ...surroundings, ...terminal, signal: ended.signal }));
    });
}

function addValidate(program: Command, output: Output, finish: Finish): void {
  program
    .command("validate")
    .description("say everything that is wrong with a configuration, with place and cure")
    .addOption(configOption())
    .option("--json", "print problems as JSON", false)
    .action(async (options: { config: string; json: boolean }) => finish(await validate({ ...options, write: output.write })));
}

function addInit(program: Command, output: Output, finish: Finish): void {
  program
    .command("init")
    .description("write a commented checks.yaml to begin with; asks nothing, overwrites nothing")
    .addOption(configOption())
    .action(async (options: { config: string }) => finish(await init({ ...options, write: output.write })));
}

function addPreview(program: Command, output: Output, finish: Finish): void {
  program
    .command("preview")
    .description("show messages about a check exactly as they would be sent, of troubles that are made up")
    .argument("<id>", "a check of the file")
    .addOption(configOption())
    .addOption(
      new Option("--as <types>", `separated by commas: ${STORY_TYPES.join(", ")}`)
        .default(["down"], "down")
        .argParser(listOf(STORY_TYPES)),
    )
    .addOption(new Option("--channel <channels>", CHANNELS.join(", ")).default(CHANNELS, "all").argParser(listOf(CHANNELS)))
    .addOption(new Option("--lang <language>", "of the messages; default: the configuration's").choices(LANGUAGES))
    .addOption(
      new Option("--sms-lang <language>", "of the SMS; default: English, which holds more in one part").choices(LANGUAGES),
    )
    .option("--json", "print messages as JSON", false)
    .action(async (id: string, { channel, lang, smsLang, ...options }: PreviewFlags) =>
      finish(
        await preview({
          ...options,
          id,
          channels: channel,
          output,
          ...(lang && { language: lang }),
          ...(smsLang && { smsLanguage: smsLang }),
        }),
      ),
    );
}

function addExplain(program: Command, output: Output, finish: Finish): void {
  program
    .command("explain")
    .description("say which causes fit a run, which do not, and by what number")
    .argument("<file>", "JSON: what `run --json` printed, one outcome, or a case file")
    .option("--json", "print the diagnosis as JSON", false)
    .action(async (file: string, options: { json: boolean }) => finish(await explain({ file, ...options, output })));
}

type PreviewFlags = Pick<PreviewOptions, "config" | "as" | "json"> & {
  readonly channel: PreviewOptions["channels"];
  readonly lang?: Language;
  readonly smsLang?: Language;
};

/** Reads `down,slow`; every word must be a known one. */
function listOf<Word extends string>(known: readonly Word[]): (text: string) => Word[] {
  return (text) =>
    text.split(",").map((written) => {
      const word = known.find((candidate) => candidate === written.trim());
      if (word !== undefined) return word;
      throw new InvalidArgumentError(`${written.trim()} is none of ${known.join(", ")}.`);
    });
}

function addImport(program: Command, output: Output, finish: Finish): void {
  program
    .command("import")
    .description("turn the configuration of another monitor into a checks.yaml, and say what could not be carried over")
    .argument("<file>", "an export of Uptime Kuma, a configuration of Gatus or modules of blackbox_exporter")
    .addOption(new Option("--from <format>", "what the file is; default: what it looks like").choices(FILE_FORMATS))
    .option("--prometheus <file>", "Prometheus configuration with the targets of blackbox_exporter")
    .option("--name <name>", "name of the deployment")
    .option("-o, --out <file>", "file to write; without it the checks go to standard output")
    .option("--force", "overwrite the file", false)
    .option("--json", "print checks and report as JSON", false)
    .action(async (file: string, options: Omit<ImportCommandOptions, "file" | "output">) =>
      finish(await importFile({ ...options, file, output })),
    );
}

function addCost(program: Command, output: Output, finish: Finish): void {
  program
    .command("cost")
    .description("what the deployment would cost a month, and what would make it cheaper; needs no account")
    .addOption(configOption())
    .option("--json", "print the bill as JSON", false)
    .action(async (options: { config: string; json: boolean }) => finish(await cost({ ...options, output })));
}

function readTimes(text: string): number {
  const times = Number(text);
  if (Number.isInteger(times) && times >= 1 && times <= REPEATS_MAX) return times;
  throw new InvalidArgumentError(`Give a number from 1 to ${REPEATS_MAX}.`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommanderError(ExitCode.couldNotRun, "bongsu.port", `error: ${text} is no port: give a number from 0 to 65535`);
  }
  return port;
}
