import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { aCheck, anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import { LiveUpdates } from "./live-updates.ts";

const context = { deployment: "acme", timezone: "UTC" };
const reader = { ...context, language: "en", ownLanguage: "en", canRun: false } as const;

describe("live updates", () => {
  it("write nothing more to a page that does not read, and drop it after half a minute", async () => {
    await using served = await serveBoard([aCheck()]);
    const clock = new SimulatedClock();
    const updates = new LiveUpdates({ board: served.board, context, clock });
    const request = new IncomingMessage(new Socket());
    // Without a socket everything written stays in the queue, as with a page that never reads.
    const response = new ServerResponse(request);
    const path = updates.eventsPath(reader);
    updates.connect(request, { response, query: new URL(path, "http://localhost").searchParams });
    const queuedBytes = response.writableLength;
    expect(queuedBytes).toBeGreaterThan(0);
    for (let second = 0; second < 30; second += 1) {
      served.add(anOutcome());
      updates.push();
      await clock.advance(1_000);
    }
    expect(response.writableLength).toBe(queuedBytes);
    expect(response.destroyed).toBe(false);
    await clock.advance(1_000);
    updates.push();
    expect(response.destroyed).toBe(true);
    updates.close();
  });
});
