/** The commands and their options. Each command is one file that returns its exit code. */
import { Command, CommanderError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { dev } from "./dev.ts";
import { ExitCode } from "./exit-code.ts";
import { init } from "./init.ts";
import type { Output } from "./output.ts";
import { run } from "./run.ts";
import { validate } from "./validate.ts";

const DEFAULT_PORT = 4680;
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
    .option("--json", "print outcomes as JSON", false)
    .action(async (targets: string[], options: { config: string; json: boolean }) =>
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
      finish(await dev({ ...options, version: packageJson.version, write: output.write, signal: ended.signal }));
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

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommanderError(ExitCode.couldNotRun, "bongsu.port", `error: ${text} is no port: give a number from 0 to 65535`);
  }
  return port;
}
