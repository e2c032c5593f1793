/** What every IncidentStore must do, whatever it keeps incidents in. Call it inside a test file with a way to open a fresh store. */
import { describe, expect, it } from "vitest";
import type { Incident, Notice } from "../../lib/core/model/incident.ts";
import type { IncidentLedger, IncidentStore } from "../../lib/core/ports.ts";
import { aNotice, anIncident, aStory, aTold, START_EPOCH_MS as NOW } from "./incidents.ts";

export interface OpenedIncidentStore {
  readonly store: IncidentStore;
  /** The same incidents through a new store, as after a restart or in a second process. */
  reopen(): IncidentStore;
}

/** `open` gives a store without incidents; whatever it opens it closes itself when the test is over. */
export function describeIncidentStore(name: string, open: () => OpenedIncidentStore | Promise<OpenedIncidentStore>): void {
  describe(name, () => {
    it("is empty and of version 0 before anything was written", async () => {
      const { store } = await open();
      expect(sorted(await store.read())).toEqual({ version: 0, incidents: [], outbox: [], sent: {}, mutes: [] });
    });

    it("gives back all that was written, every field of it, after a restart too", async () => {
      const { store, reopen } = await open();
      expect(await store.commit(fullChange, 0)).toBe("written");
      const expected = { version: 1, incidents: [full], outbox: [fullNotice], ...fullHead };
      expect(sorted(await store.read())).toEqual(expected);
      expect(sorted(await reopen().read())).toEqual(expected);
    });

    it("leaves what a change does not name as it was, and replaces incidents one by one", async () => {
      const { store } = await open();
      await store.commit({ ...fullChange, incidents: [full, anIncident({ id: "b3c4" })] }, 0);
      await store.commit({ incidents: [{ ...full, state: "closed" }], sent: {} }, 1);
      expect(sorted(await store.read())).toEqual({
        version: 2,
        incidents: [anIncident({ id: "b3c4" }), { ...full, state: "closed" }],
        outbox: [fullNotice],
        ...fullHead,
        sent: {},
      });
    });

    it("forgets incidents, known and unknown", async () => {
      const { store } = await open();
      await store.commit({ incidents: [anIncident({ id: "b3c4" }), anIncident({ id: "d5e6" })] }, 0);
      await store.commit({ forgotten: ["b3c4", "z9z9"] }, 1);
      expect((await store.read()).incidents.map(({ id }) => id)).toEqual(["d5e6"]);
    });

    it("writes nothing of a change that rests on an old reading", async () => {
      const { store } = await open();
      await store.commit({ incidents: [anIncident()] }, 0);
      const before = await store.read();
      expect(await store.commit({ ...fullChange, forgotten: ["k7f2"] }, 0)).toBe("conflict");
      expect(await store.commit(fullChange, 2)).toBe("conflict");
      expect(await store.read()).toEqual(before);
    });

    it("lets one of two win that read the same version", async () => {
      const { store, reopen } = await open();
      const other = reopen();
      const results = await Promise.all([
        store.commit({ incidents: [anIncident({ id: "b3c4" })], notices: [aNotice({ id: "b3c4-1/oncall" })] }, 0),
        other.commit({ incidents: [anIncident({ id: "d5e6" })], notices: [aNotice({ id: "d5e6-1/oncall" })] }, 0),
      ]);
      expect(results.toSorted()).toEqual(["conflict", "written"]);
      const { incidents, outbox } = await store.read();
      expect(incidents).toHaveLength(1);
      expect(outbox.map(({ id }) => id)).toEqual([`${incidents[0]?.id}-1/oncall`]);
    });

    it("lets one claim a notice, counts the attempt, and lets another try when the time is up", async () => {
      const { store, reopen } = await open();
      await store.commit({ notices: [aNotice()] }, 0);
      const until = NOW + 60_000;
      const claims = await Promise.all([store, reopen()].map((each) => each.claim("k7f2-1/oncall", until, NOW)));
      expect(claims.toSorted()).toEqual([false, true]);
      expect(await store.claim("k7f2-1/oncall", until, until - 1)).toBe(false);
      expect((await store.read()).outbox).toEqual([aNotice({ claimedUntilEpochMs: until, attempts: 1 })]);
      expect(await store.claim("k7f2-1/oncall", until + 60_000, until)).toBe(true);
      expect((await store.read()).outbox[0]?.attempts).toBe(2);
    });

    it("does not let claims and settlements get in the way of a commit", async () => {
      const { store } = await open();
      await store.commit({ notices: [aNotice(), aNotice({ id: "k7f2-1/platform" })] }, 0);
      const { version } = await store.read();
      await store.claim("k7f2-1/oncall", NOW + 60_000, NOW);
      await store.settle("k7f2-1/oncall");
      expect(await store.commit({ incidents: [anIncident()] }, version)).toBe("written");
      expect((await store.read()).outbox.map(({ id }) => id)).toEqual(["k7f2-1/platform"]);
    });

    it("gives no claim on a notice that was settled or never was, and settles such a one without a word", async () => {
      const { store } = await open();
      await store.commit({ notices: [aNotice()] }, 0);
      await store.settle("k7f2-1/oncall");
      await store.settle("k7f2-1/oncall");
      expect(await store.claim("k7f2-1/oncall", NOW + 60_000, NOW)).toBe(false);
      expect(await store.claim("z9z9-1/oncall", NOW + 60_000, NOW)).toBe(false);
    });

    it("takes an incident of a thousand members, and a hundred incidents at once", async () => {
      const { store } = await open();
      const members = Array.from({ length: 1_000 }, (_, at) => ({
        ...{ alarm: `acme: acme-production/a-long-name-${at} is down`, topic: "down" },
        ...{ check: `acme-production/a-long-name-${at}`, sinceEpochMs: NOW },
      }));
      const many = Array.from({ length: 99 }, (_, at) => anIncident({ id: `a${at}` }));
      const incidents = [anIncident({ members, memberCount: 1_000 }), ...many];
      expect(await store.commit({ incidents, notices: [aNotice()] }, 0)).toBe("written");
      const ledger = await store.read();
      expect(sorted(ledger).incidents).toEqual(sorted({ ...ledger, incidents }).incidents);
      expect(ledger.outbox).toEqual([aNotice()]);
      expect(await store.commit({ forgotten: many.map(({ id }) => id) }, ledger.version)).toBe("written");
      expect((await store.read()).incidents).toHaveLength(1);
    });

    it("keeps text of any language and shape", async () => {
      const { store } = await open();
      const notice = aNotice({ story: aStory({ alarmReason: `결제 API "'\\ \u2028 \u{1f525} $id` }) });
      await store.commit({ notices: [notice] }, 0);
      expect((await store.read()).outbox).toEqual([notice]);
    });
  });
}

const full: Incident = {
  ...anIncident({ state: "closed", isFlapping: true, sequence: 4, memberCount: 2, flipsEpochMs: [NOW, NOW + 1, NOW + 2] }),
  members: [
    { alarm: "a", topic: "down", check: "acme/a", sinceEpochMs: NOW, untilEpochMs: NOW + 1 },
    { alarm: "b", topic: "silent", sinceEpochMs: NOW },
  ],
  rootGoneAtEpochMs: NOW + 3,
  closedAtEpochMs: NOW + 4,
  acknowledgedUntilEpochMs: NOW + 5,
  told: { "oncall/email": aTold({ closedAtEpochMs: NOW + 6, changes: 1, repeats: 2 }), "oncall/sms": aTold() },
  diagnosis: { findings: [], ruledOut: [], rejected: [] },
};

const fullNotice: Notice = aNotice({
  claimedUntilEpochMs: NOW + 7,
  attempts: 2,
  story: aStory({ folded: 3, untilEpochMs: NOW + 8 }),
});

const fullHead = {
  sent: { "oncall/email": [{ reason: "open", atEpochMs: NOW }] },
  digestToldAtEpochMs: NOW + 9,
  summaryToldAtEpochMs: NOW + 10,
  mutes: [{ subject: "acme", untilEpochMs: NOW + 11, reason: "deploy" }],
} as const;

const fullChange = { incidents: [full], notices: [fullNotice], ...fullHead };

function sorted(ledger: IncidentLedger): IncidentLedger {
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  return { ...ledger, incidents: ledger.incidents.toSorted(byId), outbox: ledger.outbox.toSorted(byId) };
}
