import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { anIncident } from "../../test/kit/incidents.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import { watch } from "./watch.ts";

const checks = [aCheck({ id: "acme/checkout", title: "Checkout" }), aCheck({ id: "acme/login" })];
const MINUTE_MS = 60_000;

describe("incidents that were open at the last end", () => {
  /** The page as it is once a watch has begun and before anything was run or told. */
  async function pageAfterStart(...incidents: ReturnType<typeof anIncident>[]): Promise<string> {
    const clock = new SimulatedClock();
    await using served = await serveBoard(checks, (add) => add(aDownOutcome({ facts: { status: 503 } }), MINUTE_MS), { clock });
    const { board, store } = served;
    await store.incidents.commit({ incidents }, 0);
    const stop = new AbortController();
    const ended = watch({
      ...{ config: board.config, store, board, clock, signal: stop.signal },
      run: async (check) => anOutcome({ check: check.id }),
      tell: () => undefined,
      onProblem: (sentence) => expect.unreachable(sentence),
    });
    if (incidents.some(({ state }) => state === "open")) await expect.poll(() => board.board().incidents).not.toEqual([]);
    const markup = await (await fetch(served.page.url)).text();
    stop.abort();
    await clock.advance(1);
    await ended;
    return /<section id="incidents".*?<\/section>/s.exec(markup)?.[0] ?? "";
  }

  it("are shown at once, as people were told, with what the history knows of them", async () => {
    const shown = await pageAfterStart(anIncident({ state: "open", root: { kind: "check", name: "acme/checkout" } }));
    expect(shown).toMatch(/DOWN|down/);
    expect(shown).toContain("acme/checkout");
    expect(shown).toContain(anIncident().id);
    expect(shown).not.toContain(" hidden");
  });

  it("are not shown when they are over, or when nobody was told yet", async () => {
    expect(await pageAfterStart(anIncident({ state: "closed" }))).toContain(" hidden");
    expect(await pageAfterStart(anIncident({ state: "gathering" }))).toContain(" hidden");
  });
});
