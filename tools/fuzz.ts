/**
 * `npm run fuzz`: every reader of foreign bytes against noise and damaged documents, 60 s each (`-- --seconds 5` for less). Writes
 * docs/fuzz.md; exit code 1 if one throws, takes more than 100 ms or grows. `-- --parser "dns message" --seed 7` shows one input again.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../bench/machine.ts";
import { type CampaignResult, runCampaign, shoot } from "./fuzz/campaign.ts";
import { makeInput } from "./fuzz/mutate.ts";
import type { Parser } from "./fuzz/parser.ts";
import { parsers } from "./fuzz/parsers.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/fuzz.md");
const TABLE_HEAD = `| reader | inputs | a second | slowest, ms of CPU | its seed | heap KB | |
|---|---|---|---|---|---|---|`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    parser: { type: "string" },
    seed: { type: "string" },
  },
});

const chosen = parsers.filter(({ name }) => values.parser === undefined || values.parser === name);
if (values.seed !== undefined) for (const parser of chosen) await showAgain(parser, Number(values.seed));
else await fuzz();

async function fuzz(): Promise<void> {
  // A new place each time; the table names the seeds that mattered.
  const firstSeed = Date.now() % 1_000_000_000;
  const results: CampaignResult[] = [];
  console.log(TABLE_HEAD);
  for (const parser of chosen) {
    const result = await runCampaign(parser, { seconds: Number(values.seconds), firstSeed });
    results.push(result);
    console.log(tableRow(result));
  }
  const found = results.flatMap(({ parser, findings }) => findings.map(({ seed, what }) => `${parser}, seed ${seed}: ${what}`));
  console.log(found.length === 0 ? "Nothing was found." : found.join("\n"));
  if (values.parser === undefined) writeFileSync(DOCUMENT, document(results, found));
  process.exitCode = found.length === 0 ? 0 : 1;
}

async function showAgain(parser: Parser, seed: number): Promise<void> {
  const input = makeInput(parser.honest, seed);
  console.log(`${parser.name}, seed ${seed}, ${input.length} bytes: ${JSON.stringify(input.toString("latin1", 0, 2_000))}`);
  console.log(JSON.stringify(await shoot(parser, seed)));
}

function tableRow({ parser, runs, runsPerSecond, slowestMs, slowestSeed, grownBytes, findings }: CampaignResult): string {
  const verdict = findings.length === 0 ? "ok" : `**${findings.length} findings**`;
  const cells = [parser, runs, Math.round(runsPerSecond), slowestMs.toFixed(1), slowestSeed, Math.round(grownBytes / 1_000)];
  return `| ${[...cells, verdict].join(" | ")} |`;
}

function document(results: readonly CampaignResult[], found: readonly string[]): string {
  return `# Fuzz

Whatever comes from outside is hostile: each reader of it must answer, soon, whatever the bytes. Written by \`npm run fuzz\`.

Measured ${describeMachine()}, ${values.seconds} s for each reader. A tenth of the inputs are noise; the others are honest documents, damaged up to six
times: bytes changed, pieces cut out, doubled, repeated up to 64 KB, and spliced with another document. A finding is an exception, an input that
takes more than 100 ms of CPU four times in a row (of checks.yaml and other monitors' files, which are the user's own, 2 s), or a heap that is 20 MB larger at the end.

${TABLE_HEAD}
${results.map(tableRow).join("\n")}

${found.length === 0 ? "Nothing was found." : found.map((line) => `- ${line}`).join("\n")}

    npm run fuzz                                            the whole, a minute for each reader
    npm run fuzz -- --seconds 5                             the same, shorter
    npm run fuzz -- --parser "dns message" --seed 7         one input again
`;
}
