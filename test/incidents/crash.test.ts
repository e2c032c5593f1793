/** The responder dies at any moment: nobody is left untold, nothing stays open for ever, and what comes twice comes under the same id. */
import { describe, expect, it } from "vitest";
import type { ResponderOptions } from "../../lib/core/incidents/respond.ts";
import { checksOnHosts, type Heard, World } from "../kit/incident-world.ts";
import { aWatchedCheck } from "../kit/incidents.ts";

const MINUTE = 60_000;

type Blow = "before" | "after";

/** A process whose n-th call of anything outside never returns; whether the call still took effect is the question of `blow`. */
class MortalProcess {
  calls = 0;
  readonly #dies: { readonly atCall: number; readonly blow: Blow };
  readonly dead: Promise<"dead">;
  #die: (word: "dead") => void = () => undefined;

  constructor(dies: { readonly atCall: number; readonly blow: Blow }) {
    this.#dies = dies;
    this.dead = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** All ports of a responder, each call of which may be the last. */
  wrap({ store, pictures, messenger, investigate, ...rest }: ResponderOptions): ResponderOptions {
    return {
      ...rest,
      investigate: (incident, picture) => this.#call(() => investigate(incident, picture)),
      pictures: { read: () => this.#call(() => pictures.read()) },
      messenger: { send: (notice) => this.#call(() => messenger.send(notice)) },
      store: {
        read: () => this.#call(() => store.read()),
        commit: (change, version) => this.#call(() => store.commit(change, version)),
        claim: (id, until, now) => this.#call(() => store.claim(id, until, now)),
        settle: (id) => this.#call(() => store.settle(id)),
      },
    };
  }

  async #call<T>(work: () => Promise<T>): Promise<T> {
    this.calls += 1;
    const isLast = this.calls === this.#dies.atCall;
    const isOver = this.calls >= this.#dies.atCall;
    if (isOver && !(isLast && this.#dies.blow === "after")) return this.#silence();
    const result = await work();
    return isLast ? this.#silence() : result;
  }

  #silence(): Promise<never> {
    this.#die("dead");
    return new Promise(() => undefined);
  }
}

interface Story {
  readonly world: World;
  readonly calls: number;
  readonly hasDied: boolean;
}

/** Twelve hosts and a database with its dependants go down and come back. */
async function live(dies: { readonly atCall: number; readonly blow: Blow }): Promise<Story> {
  const dependants = [1, 2, 3].map((at) => aWatchedCheck({ id: `app/${at}`, dependsOn: ["db"], host: `app-${at}` }));
  const checks = [...checksOnHosts(40, 1), aWatchedCheck({ id: "db", host: "db" }), ...dependants];
  const failing = [...checks.slice(0, 12), ...checks.slice(-4)].map(({ id }) => id);
  const world = new World({ checks });
  const process = new MortalProcess(dies);
  let hasDied = false;
  for (let minute = 0; minute < 24; minute += 1) {
    if (minute === 1) world.set("ALARM", ...failing.slice(0, 8));
    if (minute === 2) world.set("ALARM", ...failing.slice(8));
    if (minute === 12) world.set("OK", ...failing);
    world.nowEpochMs += MINUTE;
    if (hasDied) await world.pass();
    else hasDied = (await Promise.race([world.pass(process.wrap(world.responder)), process.dead])) === "dead";
  }
  return { world, calls: process.calls, hasDied };
}

/** Every notice by its id: what was heard under it. */
function byNotice(heard: readonly Heard[]): Map<string, Heard[]> {
  return Map.groupBy(heard, ({ notice, line }) => `${notice.id} ${line}`);
}

describe("a responder that dies in a storm", () => {
  it.each(["before", "after"] as const)(
    "%s any call to the outside leaves nobody untold and nothing open",
    async (blow) => {
      const { calls } = await live({ atCall: Number.POSITIVE_INFINITY, blow });
      expect(calls).toBeGreaterThan(50);
      for (let atCall = 1; atCall <= calls; atCall += 1) {
        const { world, hasDied } = await live({ atCall, blow });
        expect(hasDied).toBe(true);
        const { incidents, outbox } = await world.store.read();
        expect(outbox).toEqual([]);
        expect(incidents).toHaveLength(13);
        for (const { state, told } of incidents) {
          expect(state).toBe("closed");
          for (const line of ["oncall/email", "oncall/sms", "oncall/slack"] as const)
            expect(told[line]?.closedAtEpochMs).toBeDefined();
        }
        for (const [, twins] of byNotice(world.heard)) {
          for (const twin of twins) expect(twin.notice.story).toEqual(twins[0]?.notice.story);
          expect(twins.length).toBeLessThanOrEqual(2);
        }
        const folded = [...byNotice(world.heard).values()].flatMap(([first]) => (first?.line === "oncall/sms" ? [first] : []));
        const countOf = (reason: string) =>
          folded.filter((heard) => heard.reason === reason).reduce((sum, { notice }) => sum + (notice.story.folded ?? 1), 0);
        expect([countOf("open"), countOf("close")]).toEqual([13, 13]);
      }
    },
    300_000,
  );
});

describe("two responders at once", () => {
  it("tell everything once", async () => {
    const world = new World({ checks: checksOnHosts(40, 1) });
    world.set("ALARM", ...checksOnHosts(12, 1).map(({ id }) => id));
    for (let pass = 0; pass < 8; pass += 1) {
      world.nowEpochMs += MINUTE / 2;
      await Promise.all([world.pass(), world.pass(), world.pass()]);
    }
    expect(world.reasons("oncall/sms")).toEqual(["open"]);
    expect(world.reasons("oncall/email")).toEqual(["open"]);
  });

  it("give up after a few conflicts, still send what lies ready, and say so", async () => {
    const world = new World({ checks: checksOnHosts(4, 1) });
    world.set("ALARM", "host-0/check-0");
    world.nowEpochMs += MINUTE;
    const { store } = world;
    let commits = 0;
    const busy = {
      ...{ read: () => store.read(), claim: store.claim.bind(store), settle: store.settle.bind(store) },
      commit: async () => {
        commits += 1;
        return "conflict" as const;
      },
    };
    expect(await world.pass({ store: busy })).toMatchObject({ hasDecided: false, written: 0, sent: 0 });
    expect(commits).toBe(5);
    expect(await world.pass()).toMatchObject({ hasDecided: true, written: 1, sent: 1 });
  });
});
