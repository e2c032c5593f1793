/** One row of the soak: one way of asking against one hostile server, in a process that does nothing else meanwhile. */
import { tricks } from "../../test/kit/hostile/index.ts";
import { waysToAsk } from "../../test/kit/kinds.ts";
import { chooseAtOnce, type SoakResult, soak } from "../../test/kit/soak.ts";

export interface Job {
  readonly way: string;
  readonly trick: string;
  readonly runs: number;
}

export interface Row extends SoakResult, Job {
  readonly atOnce: number;
  readonly elapsedMs: number;
}

export const TIMEOUT_MS = 100;
/** One attempt only: the interval leaves no room for a second. */
const SOON = { timeoutMs: TIMEOUT_MS, everyMs: TIMEOUT_MS + 1 };

export function allJobs(runs: number): Job[] {
  return waysToAsk.flatMap(([way]) => tricks.map(({ name }) => ({ way, trick: name, runs })));
}

export async function soakOne(job: Job): Promise<Row> {
  const checkAt = waysToAsk.find(([name]) => name === job.way)?.[1];
  const trick = tricks.find(({ name }) => name === job.trick);
  if (checkAt === undefined || trick === undefined) throw new Error(`there is no soak of ${job.way} against ${job.trick}`);
  await using server = await trick.start();
  const check = checkAt(server.port, SOON);
  const startedMs = performance.now();
  const atOnce = await chooseAtOnce(check);
  const result = await soak([check], { runs: job.runs, atOnce });
  return { ...job, ...result, atOnce, elapsedMs: performance.now() - startedMs };
}
