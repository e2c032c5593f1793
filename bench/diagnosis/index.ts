/** `npm run bench:diagnosis`: breaks things in every way we know and counts how often the diagnosis is right. Writes docs/diagnosis.md. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FAULTS } from "./faults/index.ts";
import { documentOf, type Results, summaryOf, tableOf } from "./report.ts";
import { runFaults } from "./run-faults.ts";
import { totalsOf } from "./totals.ts";

const DOCUMENT = join(import.meta.dirname, "../../docs/diagnosis.md");
const AT_ONCE = 8;

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, only: { type: "string" } } });
const { json, only } = values;
const faults = FAULTS.filter(({ name }) => only === undefined || name.toLowerCase().includes(only.toLowerCase()));
const startedMs = performance.now();
const played = await runFaults(faults, { atOnce: AT_ONCE });
const results: Results = { faults, played, totals: totalsOf(played), tookMs: performance.now() - startedMs };
console.log(json ? JSON.stringify({ schemaVersion: 1, totals: results.totals, played }, null, 2) : tableOf(results));
if (!json) console.log(`\n${summaryOf(results)}`);
// A part of the faults says nothing of the whole.
if (only === undefined) writeFileSync(DOCUMENT, documentOf(results));
process.exitCode = results.totals.isReached ? 0 : 1;
