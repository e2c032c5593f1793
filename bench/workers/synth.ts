/** Synthesises a deployment of so many checks, as `cdk synth` does, in a process of its own. Input: SynthInput. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { Bongsu } from "../../lib/constructs/bongsu.ts";
import { mixedConfig } from "../../test/kit/mixed-config.ts";
import { limitsBroken, readTemplates } from "../../test/kit/template-limits.ts";
import type { SynthInput, SynthRow } from "../scale/synth.ts";

const { checks, metrics }: SynthInput = JSON.parse(process.argv[2] ?? "");
const outdir = mkdtempSync(join(tmpdir(), "bongsu-synth-"));
const config = mixedConfig(checks, { metrics });
const app = new App({ outdir, context: { ...flags, "aws:cdk:enable-path-metadata": true } });
new Bongsu(new Stack(app, "bongsu-acme"), "Bongsu", { config, secretPaths: ["acme/"] });
app.synth();
const { user, system } = process.cpuUsage();
const peakMb = process.resourceUsage().maxRSS / 1_024;

const templates = readTemplates(outdir);
const broken = limitsBroken(templates);
const assetsBytes = readdirSync(outdir, { recursive: true })
  .filter((path) => String(path).endsWith("manifest.json") && String(path).startsWith("asset."))
  .map((path) => statSync(join(outdir, String(path))).size);
rmSync(outdir, { recursive: true });
if (broken.length > 0) throw new Error(broken.join("\n"));

const resources = templates.map(({ template }) => Object.values(template.Resources));
const report: SynthRow = {
  checks,
  metrics,
  cpuSeconds: (user + system) / 1e6,
  peakMb,
  stacks: templates.length,
  largestBytes: Math.max(...templates.map(({ bytes }) => bytes)),
  largestResources: Math.max(...resources.map(({ length }) => length)),
  resources: resources.flat().length,
  alarms: resources.flat().filter(({ Type }) => Type === "AWS::CloudWatch::Alarm").length,
  manifestBytes: Math.max(...assetsBytes),
};
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
