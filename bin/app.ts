#!/usr/bin/env node
/** The CDK app: checks.yaml of the current folder, or of `-c checks=FILE`, becomes one stack, or several where there are many alarms: `-c alarmStacks=8`. */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { Bongsu } from "../lib/constructs/bongsu.ts";
import { homeOf } from "../lib/constructs/home-region.ts";
import { refusals } from "../lib/constructs/refusals.ts";
import { loadConfigFile, problemFormatter } from "../lib/core/config/index.ts";

const SAMPLE = relative(process.cwd(), fileURLToPath(new URL("../examples/checks.yaml", import.meta.url)));

const app = new App({ context: flags });
const named: unknown = app.node.tryGetContext("checks");
const file = typeof named === "string" ? named : existsSync("checks.yaml") ? "checks.yaml" : SAMPLE;
if (file === SAMPLE) console.error(`There is no checks.yaml here: this is the sample, ${SAMPLE}.`);

const loaded = await loadConfigFile(file);
if ("unreadable" in loaded) refuse([loaded.unreadable]);
const format = problemFormatter(loaded.text);
if ("problems" in loaded) refuse(loaded.problems.map(format));
for (const warning of loaded.warnings) console.error(`${format(warning)}\n`);

const { config } = loaded;
const stacks: unknown = app.node.tryGetContext("alarmStacks");
const paths: unknown = app.node.tryGetContext("secretPaths");
const runbook: unknown = app.node.tryGetContext("runbookUrl");
const given = {
  ...(stacks !== undefined && { alarmStacks: Number(stacks) }),
  ...(typeof paths === "string" && { secretPaths: paths.split(",") }),
  ...(runbook !== undefined && { runbookBaseUrl: String(runbook) }),
};
const env = homeOf(app, config);
const refused = refusals(config, { hasVpc: false, ...env, ...given });
if (refused.length > 0) refuse(refused);
new Bongsu(new Stack(app, `bongsu-${config.name}`, env.region === undefined ? {} : { env }), "Bongsu", { config, ...given });

function refuse(sentences: readonly string[]): never {
  console.error(sentences.join("\n\n"));
  process.exit(2);
}
