/** The short form of `npm run soak`: nothing stays behind, whatever servers do. */
import { describe, expect, it } from "vitest";
import { tricks } from "./kit/hostile/index.ts";
import { waysToAsk } from "./kit/kinds.ts";
import { leaksIn, soak } from "./kit/soak.ts";

const RUNS_PER_TRICK = 60;
/** One attempt only: the interval leaves no room for a second. */
const soon = { timeoutMs: 100, everyMs: 101 };

describe.each(waysToAsk)("%s", (_, checkAt) => {
  it("142. lets go of files, timers, listeners and memory after runs against every hostile server", async () => {
    await using servers = new AsyncDisposableStack();
    const ports = await Promise.all(tricks.map(async ({ start }) => servers.use(await start()).port));
    const checks = ports.map((port) => checkAt(port, soon));
    const { grown, faults } = await soak(checks, { runs: RUNS_PER_TRICK * tricks.length, atOnce: 50 });
    expect({ leaks: leaksIn(grown), faults }, JSON.stringify(grown)).toEqual({ leaks: [], faults: 0 });
  });
});
