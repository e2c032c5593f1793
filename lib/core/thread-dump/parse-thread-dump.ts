/** Thread dumps in the three forms that are in use: JSON and text of Spring Boot Actuator, and text of `jstack` and `jcmd Thread.print`. */
import { parseJson } from "../run/parse-json.ts";
import { readJsonDump } from "./json-dump.ts";
import { readTextDump } from "./text-dump.ts";
import type { ParsedDump } from "./thread.ts";

/** 5,000 threads take about 15 MB as JSON. */
export const THREAD_DUMP_MAX_BYTES = 20_971_520;
const THREADS_MAX = 20_000;

/** Never throws. Threads of the JVM itself (garbage collection, compiler) have no stack in Java and are left out. */
export function parseThreadDump(text: string): ParsedDump {
  if (text.length > THREAD_DUMP_MAX_BYTES) return { unreadable: "a thread dump of more than 20 MB" };
  const parsed = text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  if (parsed !== undefined && "unreadable" in parsed) return parsed;
  const threads = parsed === undefined ? readTextDump(text) : readJsonDump(parsed.document);
  return threads.length === 0 ? { unreadable: "no thread in it" } : { threads: threads.slice(0, THREADS_MAX) };
}
