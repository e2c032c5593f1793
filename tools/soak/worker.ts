/** A process that soaks one row after another, as the parent asks for them. */
import { type Job, soakOne } from "./soak-one.ts";

// The parent is worker-processes.ts, which sends nothing but jobs.
process.on("message", async (job) => process.send?.(await soakOne(job as Job)));
