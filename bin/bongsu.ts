#!/usr/bin/env node
import { processOutput } from "../lib/cli/output.ts";
import { runProgram } from "../lib/cli/program.ts";

process.exitCode = await runProgram(process.argv.slice(2), processOutput());
