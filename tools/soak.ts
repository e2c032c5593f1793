/**
 * `npm run soak`: every way of asking against every hostile server, 10,000 runs each (`-- --runs 500` for fewer), in as many processes
 * as there are processors. Writes docs/soak.md, unless `--way s3` or `--trick "redirects for ever"` picks rows. Exit code 1 if
 * anything is left behind.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../bench/machine.ts";
import { ALLOWANCE, leaksIn } from "../test/kit/soak.ts";
import { allJobs, type Row, TIMEOUT_MS } from "./soak/soak-one.ts";
import { soakAll } from "./soak/worker-processes.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/soak.md");
const TABLE_HEAD = `| kind | a server that | most end as | at once | files | timers and handles | listeners | heap KB | faults of ours | |
|---|---|---|---|---|---|---|---|---|---|`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    way: { type: "string" },
    trick: { type: "string" },
    processes: { type: "string", default: String(availableParallelism()) },
  },
});
const runs = Number(values.runs);
const processes = Number(values.processes);
const jobs = allJobs(runs).filter(({ way, trick }) => way === (values.way ?? way) && trick === (values.trick ?? trick));
const isWhole = values.way === undefined && values.trick === undefined;
const rows: Row[] = [];
const startedMs = performance.now();
console.log(TABLE_HEAD);
await soakAll(jobs, {
  processes,
  onRow: (row) => {
    rows.push(row);
    console.log(tableRow(row));
  },
});
if (isWhole) writeFileSync(DOCUMENT, document());
const leaking = rows.filter(isLeaking);
const spent = `${rows.length} rows in ${minutesSince(startedMs)} min`;
console.log(leaking.length === 0 ? `Nothing is left behind: ${spent}.` : `${leaking.length} rows leak: ${spent}.`);
process.exitCode = leaking.length === 0 ? 0 : 1;

function isLeaking({ grown, faults }: Row): boolean {
  return leaksIn(grown).length > 0 || faults > 0;
}

function minutesSince(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 60_000).toFixed(1);
}

function tableRow(row: Row): string {
  const { way, trick, ending, atOnce, faults } = row;
  const { descriptors, resources, listeners, heapBytes } = row.grown;
  const held = [descriptors, resources, listeners, Math.round(heapBytes / 1_000), faults];
  return `| ${[way, trick, ending, atOnce, ...held, isLeaking(row) ? "**leaks**" : "ok"].join(" | ")} |`;
}

function document(): string {
  const inOrder = jobs.flatMap(({ way, trick }) => rows.filter((row) => row.way === way && row.trick === trick));
  return `# Soak

What a process holds after ${runs.toLocaleString("en")} runs of a kind against a hostile server, less what it held before: 0 is what it should be.
Written by \`npm run soak\`; \`npm test\` does the same with fewer runs.

Measured ${describeMachine()}, in ${minutesSince(startedMs)} min: ${processes} processes, each on one row at a time, with its server in the same process.
A run has a timeout of ${TIMEOUT_MS} ms; there are as many at once as the first hundred runs say that the process can serve, many where a run only waits.
Allowed: no file, timer, handle or listener more, and ${ALLOWANCE.heapBytes / 1_000} KB of heap after garbage collection, which is V8's own:
a socket that stays costs 5 KB or more a run, ${((runs * 5) / 1_000).toLocaleString("en")} MB in all. A shrinking heap is a negative number.

${TABLE_HEAD}
${inOrder.map(tableRow).join("\n")}
`;
}
