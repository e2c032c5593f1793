/**
 * The tour's fake q server as a program for tests. Started by ../q-server.ts with its settings as JSON in the first argument;
 * says `port N` and `blocking` on its output; ends when its input does.
 */
import { writeSync } from "node:fs";
import { serveQ } from "../../../lib/local/tour/q/serve.ts";
import type { QSettings } from "../../../lib/local/tour/q/settings.ts";

const settings: QSettings = JSON.parse(process.argv[2] ?? "{}");
process.stdin.on("end", () => process.exit()).resume();
const port = await serveQ(settings, { nowEpochMs: () => Date.now(), onBlock: () => say("blocking") });
say(`port ${port}`);

/** At once, whatever the event loop does next. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
