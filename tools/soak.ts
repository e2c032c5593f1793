/**
 * `npm run soak`: every kind against every hostile server, 10,000 runs each in one process (`-- --runs 500` for fewer).
 * Writes docs/soak.md; exit code 1 if anything is left behind.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../bench/machine.ts";
import { tricks } from "../test/kit/hostile/index.ts";
import type { Trick } from "../test/kit/hostile/trick.ts";
import { type CheckAt, waysToAsk } from "../test/kit/kinds.ts";
import { ALLOWANCE, leaksIn, type SoakResult, soak } from "../test/kit/soak.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/soak.md");
const AT_ONCE = 50;
/** One attempt only: the interval leaves no room for a second. */
const SOON = { timeoutMs: 100, everyMs: 101 };

const TABLE_HEAD = `| kind | a server that | files | timers and handles | listeners | heap KB | faults of ours | |
|---|---|---|---|---|---|---|---|`;

interface Row extends SoakResult {
  readonly way: string;
  readonly trick: string;
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "10000" } } });
const runs = Number(values.runs);
const rows: Row[] = [];
console.log(TABLE_HEAD);
for (const [way, checkAt] of waysToAsk) {
  for (const trick of tricks) {
    const row = { way, trick: trick.name, ...(await soakOne(checkAt, trick)) };
    rows.push(row);
    console.log(tableRow(row));
  }
}
writeFileSync(DOCUMENT, document());
const leaking = rows.filter(isLeaking);
console.log(leaking.length === 0 ? `Nothing is left behind. Written to ${DOCUMENT}` : `${leaking.length} rows leak.`);
process.exitCode = leaking.length === 0 ? 0 : 1;

async function soakOne(checkAt: CheckAt, trick: Trick): Promise<SoakResult> {
  await using server = await trick.start();
  return await soak([checkAt(server.port, SOON)], { runs, atOnce: AT_ONCE });
}

function isLeaking({ grown, faults }: SoakResult): boolean {
  return leaksIn(grown).length > 0 || faults > 0;
}

function tableRow(row: Row): string {
  const { way, trick, faults } = row;
  const { descriptors, resources, listeners, heapBytes } = row.grown;
  const verdict = isLeaking(row) ? "**leaks**" : "ok";
  return `| ${[way, trick, descriptors, resources, listeners, Math.round(heapBytes / 1_000), faults, verdict].join(" | ")} |`;
}

function document(): string {
  return `# Soak

What the process holds after ${runs.toLocaleString("en")} runs of a kind against a hostile server, less what it held before: 0 is what it should be.
Written by \`npm run soak\`; \`npm test\` does the same with fewer runs.

Measured ${describeMachine()}; ${AT_ONCE} runs at once, each with a timeout of ${SOON.timeoutMs} ms, servers in the same process.
Allowed: no file, timer, handle or listener more, and ${ALLOWANCE.heapBytes / 1_000} KB of heap after garbage collection, which is V8's own:
a socket that stays costs 5 KB or more a run, ${((runs * 5) / 1_000).toLocaleString("en")} MB in all. A shrinking heap is a negative number.

${TABLE_HEAD}
${rows.map(tableRow).join("\n")}
`;
}
