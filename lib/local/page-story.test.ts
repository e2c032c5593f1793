import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";

const checks = [
  aCheck({ id: "acme/checkout", source: { file: "checks.yaml", line: 14 }, runbook: "https://wiki.acme.example/" }),
  aCheck({ id: "acme/login" }),
];
const MINUTE_MS = 60_000;

/** What is told of the checkout. */
async function storyAfter(fill: NonNullable<Parameters<typeof serveBoard>[1]>) {
  await using served = await serveBoard(checks, fill);
  return served.board.details("acme/checkout")?.story;
}

describe("why a check is as it is", () => {
  it("is told of one that is down: since when, in how many runs, by which cause, who is fine", async () => {
    const story = await storyAfter((add) => {
      for (let minute = 30; minute > 0; minute -= 1) {
        const facts = { status: minute < 5 ? 503 : 200 };
        add(minute < 5 ? aDownOutcome({ facts }) : anOutcome({ facts }), minute * MINUTE_MS);
        add(anOutcome({ check: "acme/login" }), minute * MINUTE_MS);
      }
    });
    expect(story).toMatchObject({ type: "down", fine: ["acme/login"], links: { runbook: "https://wiki.acme.example/" } });
    expect(story?.lead).toMatchObject({ failedRuns: 4, runs: 4, source: "checks.yaml:14" });
    expect((story?.toldAtEpochMs ?? 0) - (story?.sinceEpochMs ?? 0)).toBeGreaterThanOrEqual(4 * MINUTE_MS);
    expect(story?.diagnosis.findings[0]?.cause).toBe("server-error");
    expect(story?.diagnosis.rejected.length).toBeGreaterThan(0);
  });

  it("is not told of one that is fine, that was never run, or whose results have stopped coming", async () => {
    expect(await storyAfter((add) => add(anOutcome()))).toBeUndefined();
    expect(await storyAfter(() => undefined)).toBeUndefined();
    expect(await storyAfter((add) => add(aDownOutcome(), 60 * MINUTE_MS))).toBeUndefined();
  });

  it("says of a fault of ours that it is ours", async () => {
    const failure = { phase: "prober", code: "secret-unavailable", message: "the secret cannot be read" } as const;
    const story = await storyAfter((add) => add(anOutcome({ status: "unknown", failure, phases: [] })));
    expect(story?.type).toBe("prober");
  });
});

describe("usual times of a check", () => {
  it("are those of its good runs, and are not claimed of a few", async () => {
    await using few = await serveBoard(checks, (add) => add(anOutcome(), MINUTE_MS));
    expect(few.board.details("acme/checkout")).toMatchObject({ usual: [] });
    await using many = await serveBoard(checks, (add) => {
      for (let run = 0; run < 60; run += 1) add(anOutcome(), (70 + 10 * run) * MINUTE_MS);
      add(aDownOutcome({ phases: [{ phase: "server", ms: 900 }], totalMs: 900 }), 1);
    });
    const details = many.board.details("acme/checkout");
    expect(details?.usual).toContainEqual({ phase: "server", ms: 68 });
    expect(details?.usualTotalMs).toBe(83);
  });
});
