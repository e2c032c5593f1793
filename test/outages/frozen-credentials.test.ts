/** Outage A: a module kept the credentials that it had fetched, and nothing watched it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentials } from "../../lib/aws/credentials.ts";
import { createRequestSigner } from "../../lib/aws/request-signer.ts";
import { defineChecks } from "../../lib/core/config/index.ts";
import type { FastTime } from "../../lib/core/time/fast-clock.ts";
import { Cast } from "../../lib/local/tour/cast.ts";
import { fastTimeFrom, startFastWatch } from "../kit/fast-watch.ts";

const MINUTE_MS = 60_000;
/** Five minutes in a second. */
const SPEED = 300;
const AUTHORIZATION = "authorization-of-the-container";
/** Half an hour of the fast time. */
const LIFETIME_MS = (30 * MINUTE_MS) / SPEED;

describe("outage A, frozen credentials", () => {
  let time: FastTime;
  let cast: Cast;

  beforeEach(() => {
    time = fastTimeFrom(Date.UTC(2026, 10, 22, 9), SPEED);
    cast = new Cast(time);
  });

  afterEach(async () => await cast.close());

  async function startWriter(storePort: number, { key, isFrozen }: { key: string; isFrozen: boolean }) {
    const store = `http://127.0.0.1:${storePort}`;
    const script = { objectUrl: `${store}/acme/${key}`, credentialsUrl: `${store}/credentials`, authorization: AUTHORIZATION };
    return await cast.start("export-writer", { ...script, everyMs: 5 * MINUTE_MS, isFrozen });
  }

  function checksOf(storePort: number) {
    const s3 = { bucket: "acme", endpoint: `http://127.0.0.1:${storePort}`, forcePathStyle: true };
    const expect = { ageMs: { below: "15m" } };
    return defineChecks({
      name: "acme",
      contacts: { oncall: { email: ["oncall@acme.example"] } },
      defaults: { every: "5m", timeout: "4m", notify: ["oncall"] },
      checks: [
        { id: "acme/frozen", s3: { ...s3, key: "frozen.json" }, expect },
        { id: "acme/honest", s3: { ...s3, key: "honest.json" }, expect },
      ],
    });
  }

  it("is told as an old object in an S3 that works from here, ends with the repair, and leaves the honest writer alone", async () => {
    const objectStore = await cast.start("object-store", { authorization: AUTHORIZATION, lifetimeMs: LIFETIME_MS });
    const [frozen] = await Promise.all([
      startWriter(objectStore.port, { key: "frozen.json", isFrozen: true }),
      startWriter(objectStore.port, { key: "honest.json", isFrozen: false }),
    ]);
    expect(cast.problem).toBeUndefined();
    const endpoint = { url: `http://127.0.0.1:${objectStore.port}/credentials`, authorization: AUTHORIZATION };
    const signer = createRequestSigner({ credentials: createCredentials({ endpoint }) });
    await using watched = startFastWatch({ config: checksOf(objectStore.port), time, signer });

    await watched.until("four good runs", () => watched.outcomes("acme/frozen").length >= 4);
    expect(watched.outcomes("acme/frozen").map(({ status }) => status)).not.toContain("down");

    await watched.until("the alarm", () => watched.movesOf("acme/frozen").includes("down ALARM"));
    const { failure, facts, evidence } = watched.latest("acme/frozen") ?? {};
    expect(failure?.code).toBe("expectation-unmet");
    expect(facts?.ageMs).toBeGreaterThan(15 * MINUTE_MS);
    expect(evidence?.notes?.join()).toMatch(
      /the object was last written \d+ min ago, while S3 answers from here, with credentials valid/,
    );
    await watched.until("the message", () => watched.toldOf("acme/frozen").includes("down"));
    const [message] = watched.told;
    expect(message?.text).toMatch(/^DOWN acme\/frozen: the object is \d+ min old\n/);
    expect(message?.text).toMatch(/Likely: .*credentials are frozen or expired/);
    expect(message?.text).toMatch(/S3 works from here with fresh credentials, valid for \d+ min/);
    expect(message?.text, "says nothing twice").not.toMatch(/the object was last written/);
    expect(message?.text).toMatch(/fine: acme\/honest/);

    await frozen.stop();
    await startWriter(objectStore.port, { key: "frozen.json", isFrozen: false });
    await watched.until("the recovery", () => watched.movesOf("acme/frozen").includes("down OK"));
    await watched.until("word of the recovery", () => watched.toldOf("acme/frozen").includes("resolved"));
    expect(watched.told.map(({ story }) => story.type)).toEqual(["down", "resolved"]);
    expect(watched.movesOf("acme/honest")).toEqual([]);
    expect(watched.outcomes("acme/honest").map(({ status }) => status)).not.toContain("down");
  });
});
