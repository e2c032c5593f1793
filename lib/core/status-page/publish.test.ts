import { describe, expect, it } from "vitest";
import { anAlarm, anAlarmState, anIncident } from "../../../test/kit/incidents.ts";
import { aService, aStatusConfig, INTERNAL, idOf, MINUTE_MS, NOW_EPOCH_MS } from "../../../test/kit/status-pages.ts";
import type { Incident } from "../model/incident.ts";
import type { HistoryQuery } from "../ports.ts";
import { systemClock } from "../time/clock.ts";
import type { PageStore, StoredFile } from "./page-store.ts";
import { COUNT_EVERY_MS, type PublishOptions, publishStatusPages, RECORD_KEY } from "./publish.ts";

const HOUR_MS = 3_600_000;

function memoryStore() {
  const files = new Map<string, StoredFile & { readonly etag: string }>();
  const puts: string[] = [];
  const store: PageStore = {
    get: async (key) => {
      const file = files.get(key);
      return file && { text: file.body, etag: file.etag };
    },
    put: async (file, expected) => {
      const found = files.get(file.key);
      if (expected === "new" && found !== undefined) return "conflict";
      if (typeof expected === "object" && found?.etag !== expected.etag) return "conflict";
      puts.push(file.key);
      files.set(file.key, { ...file, etag: String(puts.length) });
      return "written";
    },
  };
  return { files, puts, store };
}

/** A deployment of two services of one group, and the minute that it is. */
function aWorld(parts: Partial<PublishOptions> = {}) {
  const memory = memoryStore();
  const asked: HistoryQuery[] = [];
  const world = { nowEpochMs: NOW_EPOCH_MS, state: "OK" as "OK" | "ALARM", incidents: [] as Incident[], secrets: 0 };
  const config = aStatusConfig([aService("checkout", "Checkout"), aService("login", "Login"), aService("hidden", "")]);
  const shown = {
    ...config,
    checks: config.checks.map(({ publicTitle, ...check }) => (publicTitle ? { ...check, publicTitle } : check)),
  };
  const alarmOf = (id: string) => anAlarm({ check: idOf(id), topic: "down" });
  const options: PublishOptions = {
    config: shown,
    store: memory.store,
    clock: { ...systemClock, epochMs: () => world.nowEpochMs },
    readAlarms: async () => [
      anAlarmState({ alarm: alarmOf("checkout"), state: world.state, sinceEpochMs: NOW_EPOCH_MS }),
      anAlarmState({ alarm: alarmOf("login"), state: "OK" }),
    ],
    readIncidents: async () => world.incidents,
    history: {
      read: async (queries) => {
        asked.push(...queries);
        return queries.map(({ metric }) => ({
          points: [{ atEpochMs: NOW_EPOCH_MS - 40 * MINUTE_MS, value: metric.statistic === "Sum" ? 59 : 60 }],
        }));
      },
    },
    locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
    baseUrl: "https://status.example",
    newSecret: () => `secret${world.secrets++}`,
    ...parts,
  };
  const fileOf = (path: string) => memory.files.get(`public/secret0/${path}`)?.body ?? "";
  return Object.assign(world, memory, { asked, fileOf, publish: () => publishStatusPages(options), options });
}

describe("publishStatusPages", () => {
  it("writes a page under an address that nobody can guess, and keeps it", async () => {
    const world = aWorld();
    expect(await world.publish()).toEqual([{ group: INTERNAL, url: "https://status.example/secret0/index.html" }]);
    expect([...world.files.keys()].toSorted()).toEqual([
      RECORD_KEY,
      ...["badge/checkout.svg", "badge/login.svg", "feed.xml", "index.html", "ko.html", "status.json"].map(
        (path) => `public/secret0/${path}`,
      ),
    ]);
    world.nowEpochMs += MINUTE_MS;
    expect(await world.publish()).toEqual([{ group: INTERNAL, url: "https://status.example/secret0/index.html" }]);
    expect(world.fileOf("feed.xml")).toContain("https://status.example/secret0/");
  });

  it("publishes nothing internal: no id, group, title, address or cause", async () => {
    const world = aWorld();
    world.state = "ALARM";
    world.incidents = [anIncident({ root: { kind: "check", name: idOf("checkout") } })];
    await world.publish();
    const published = [...world.files.values()].filter(({ key }) => key.startsWith("public/"));
    expect(published).toHaveLength(6);
    for (const { body, key } of published) {
      for (const ours of [INTERNAL, "k7f2", "ap-northeast-2"]) expect(`${key} ${body}`).not.toContain(ours);
    }
  });

  it("writes every minute what tells the time, and the rest only when it changes", async () => {
    const world = aWorld();
    await world.publish();
    const first = world.puts.length;
    world.nowEpochMs += MINUTE_MS;
    await world.publish();
    expect(
      world.puts
        .slice(first)
        .map((key) => key.split("/").at(-1))
        .toSorted(),
    ).toEqual(["index.html", "ko.html", "status.json"]);
    world.nowEpochMs += MINUTE_MS;
    world.state = "ALARM";
    await world.publish();
    expect(
      world.puts
        .slice(first + 3)
        .map((key) => key.split("/").at(-1))
        .toSorted(),
    ).toEqual([...["checkout.svg", "feed.xml", "index.html", "ko.html", "record.json", "status.json"]]);
    expect(world.fileOf("index.html")).toContain("Partial outage");
  });

  it("writes everything anew within a day, since the bucket removes what is two days old", async () => {
    const world = aWorld();
    await world.publish();
    const first = world.puts.length;
    world.nowEpochMs += 12 * HOUR_MS;
    await world.publish();
    expect(world.puts.slice(first)).toContain("public/secret0/badge/login.svg");
  });

  it("counts runs every quarter of an hour, and says until when", async () => {
    const world = aWorld();
    await world.publish();
    expect(world.fileOf("index.html")).toContain("98.33 % of 60 checks, 1 of 90 days with data");
    expect(world.fileOf("index.html")).toContain("counted until Sun 22 Nov 17:38 KST");
    const reads = world.asked.length;
    expect(reads).toBe(4);
    world.nowEpochMs += COUNT_EVERY_MS - MINUTE_MS;
    await world.publish();
    expect(world.asked).toHaveLength(reads);
    expect(world.fileOf("index.html")).toContain("counted until Sun 22 Nov 17:38 KST");
    world.nowEpochMs += MINUTE_MS;
    await world.publish();
    expect(world.asked).toHaveLength(2 * reads);
    expect(world.fileOf("index.html")).toContain("counted until Sun 22 Nov 17:53 KST");
  });

  it("remembers incidents that the ledger has forgotten", async () => {
    const world = aWorld();
    const parts = { root: { kind: "check", name: idOf("checkout") }, openedAtEpochMs: NOW_EPOCH_MS } as const;
    world.incidents = [anIncident({ ...parts, state: "closed", closedAtEpochMs: NOW_EPOCH_MS + 5 * MINUTE_MS })];
    await world.publish();
    world.incidents = [];
    world.nowEpochMs += 48 * HOUR_MS;
    await world.publish();
    expect(JSON.parse(world.fileOf("status.json")).pastIncidents).toMatchObject([{ down: ["Checkout"], phase: "resolved" }]);
  });

  it("writes nothing when it cannot see: the page grows old and says so", async () => {
    const world = aWorld({ readAlarms: () => Promise.reject(new Error("Throttling")) });
    await expect(world.publish()).rejects.toThrow("Throttling");
    expect(world.puts).toEqual([RECORD_KEY]);
  });

  it("never makes new addresses because its record cannot be read", async () => {
    const world = aWorld();
    await world.publish();
    await world.store.put({ key: RECORD_KEY, contentType: "", body: "{}", cacheControl: "" });
    await expect(world.publish()).rejects.toThrow("none of this version");
  });

  it("gives way to a writer that was faster, before anything stands under an address", async () => {
    const world = aWorld();
    const late = aWorld({ store: { ...world.store, get: async () => undefined } });
    await world.publish();
    expect(await late.publish()).toEqual([]);
    expect(world.puts.filter((key) => key.startsWith("public/"))).toHaveLength(6);
  });
});
