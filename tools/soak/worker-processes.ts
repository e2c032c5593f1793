/** Hands out jobs to several processes, each of which works on one at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Job, Row } from "./soak-one.ts";

const PROGRAM = join(import.meta.dirname, "worker.ts");

export interface Means {
  readonly processes: number;
  /** As each row is done, in whatever order. */
  readonly onRow: (row: Row) => void;
}

/** Rejects when a process ends before its job does. */
export async function soakAll(jobs: readonly Job[], { processes, onRow }: Means): Promise<void> {
  const left = [...jobs];
  const lane = async () => {
    const worker = fork(PROGRAM);
    try {
      for (let job = left.shift(); job !== undefined; job = left.shift()) onRow(await ask(worker, job));
    } finally {
      worker.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, lane));
}

async function ask(worker: ChildProcess, job: Job): Promise<Row> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(worker, "exit", { signal }).then(([code]) => {
    throw new Error(`the process ended with ${code} while ${job.way} met a server that ${job.trick}`);
  });
  const answered = once(worker, "message", { signal }).then(([row]: Row[]) => row as Row);
  worker.send(job);
  return await Promise.race([answered, ended]).finally(() => {
    ended.catch(() => undefined);
    answered.catch(() => undefined);
    over.abort();
  });
}
