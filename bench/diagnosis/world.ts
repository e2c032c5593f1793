/**
 * A small world in which something breaks: names, servers and checks of its own, and a time that passes from one run to the next.
 * Probes, store, alarms, analysis, incidents and diagnosis are the product's; only the schedule is ours, since nobody waits for hours.
 */
import type { AlarmContext } from "../../lib/core/alarms/context.ts";
import { planCheckAlarms } from "../../lib/core/alarms/plan.ts";
import { analyseLeaks } from "../../lib/core/analysis/analyse-leaks.ts";
import { LEAKS_EVERY_MS } from "../../lib/core/analysis/manifest.ts";
import { createThreadDumper, type ThreadDumper } from "../../lib/core/analysis/thread-dumper.ts";
import { respond } from "../../lib/core/incidents/respond.ts";
import { samplesOfLeak } from "../../lib/core/metrics/analysis-samples.ts";
import { samplesOfShard } from "../../lib/core/metrics/samples.ts";
import type { AlarmSpec } from "../../lib/core/model/alarm.ts";
import type { Check, CheckId, Config } from "../../lib/core/model/check.ts";
import type { Diagnosis } from "../../lib/core/model/diagnosis.ts";
import { locationOf } from "../../lib/core/model/location.ts";
import { createResolver, type SystemResolver } from "../../lib/core/net/system-resolver.ts";
import type { AlarmTransition, Clock } from "../../lib/core/ports.ts";
import { type LoopLagMeter, startLoopLagMeter } from "../../lib/core/run/loop-lag.ts";
import { type RunOptions, runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { planShards } from "../../lib/core/run/shards.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import { AlarmLoop } from "../../lib/local/alarm-loop.ts";
import { createStoreEvidence } from "../../lib/local/evidence.ts";
import { createStoreHistory } from "../../lib/local/history.ts";
import { createStorePictures } from "../../lib/local/picture.ts";
import { openStore, type Store } from "../../lib/local/store.ts";
import { type DnsAnswer, type DnsServer, startDns } from "../../test/kit/dns-server.ts";
import { DEPLOYMENT, investigator } from "./investigator.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Usual values leave the present hour out, so that what went before a fault must lie in the hour before. */
const BEGINS_AT_MS = 9 * HOUR_MS + 48 * MINUTE_MS;
const PASS_MS = 30_000;

/** On AWS a prober tells how it is, and checks run from two places. */
export interface WorldOptions {
  readonly isOnAws?: boolean;
}

const LAPTOP: AlarmContext = { runbookUrl: "docs/runbook.md", locations: { region: "local", vpc: "local" }, probers: [] };
const AWS: AlarmContext = {
  ...LAPTOP,
  locations: { region: "eu-west-1", vpc: "eu-west-1-vpc" },
  probers: [
    { vantage: "region", functionName: "acme-prober" },
    { vantage: "vpc", functionName: "acme-prober-vpc" },
  ],
};

/** What the resolver says. */
interface Zone {
  /** Who asks for another name is told that there is none. */
  readonly names: Map<string, DnsAnswer>;
  /** To every question, whatever is known. */
  everything?: DnsAnswer;
}

const NO_SUCH_NAME: DnsAnswer = { rcode: 3 };

export class World implements AsyncDisposable {
  readonly zone: Zone;
  /** What a fault of our own changes in how checks are run. */
  running: Partial<RunOptions> = {};
  nowEpochMs = Math.floor(Date.now() / DAY_MS) * DAY_MS + BEGINS_AT_MS;
  readonly store: Store;
  /** Diagnoses of the messages that people were told. */
  readonly told: Diagnosis[] = [];
  readonly #things = new AsyncDisposableStack();
  readonly #context: AlarmContext;
  readonly #resolver: SystemResolver;
  readonly #loopLag: LoopLagMeter | undefined;
  readonly #dumper: ThreadDumper;
  readonly #onMinute: (() => void)[] = [];
  readonly #moved: AlarmTransition[] = [];
  #checks: readonly Check[] = [];
  #alarms: readonly AlarmSpec[] = [];
  #loop: AlarmLoop | undefined;

  static async open(options: WorldOptions = {}): Promise<World> {
    const zone: Zone = { names: new Map() };
    const dns = await startDns((name) => zone.everything ?? zone.names.get(name) ?? NO_SUCH_NAME);
    return new World(zone, dns, options);
  }

  private constructor(zone: Zone, dns: DnsServer, { isOnAws = false }: WorldOptions) {
    this.zone = zone;
    const opened = openStore({ onProblem: (sentence) => fail(sentence) });
    if ("problem" in opened) throw new Error(opened.problem);
    this.store = opened.store;
    this.#context = isOnAws ? AWS : LAPTOP;
    this.#resolver = createResolver({ servers: [dns.address] });
    this.#loopLag = isOnAws ? startLoopLagMeter() : undefined;
    this.#dumper = createThreadDumper(this.#runOptions());
    this.#things.use(dns);
    this.#things.defer(() => this.store.close());
    this.#things.defer(() => this.#resolver.close());
    this.#things.defer(() => this.#loopLag?.stop());
  }

  /** Closed with the world. */
  async use<Thing extends AsyncDisposable>(thing: Thing | Promise<Thing>): Promise<Thing> {
    return this.#things.use(await thing);
  }

  /** A name that leads to this computer; with an address of its own it is another host. */
  name(name: string, address = "127.0.0.1"): string {
    this.zone.names.set(name, { addresses: [address] });
    return name;
  }

  /** The first is the one whose trouble is to be explained. */
  watch(...checks: readonly Check[]): void {
    this.#checks = checks;
    this.#alarms = planCheckAlarms(this.#config, this.#context).map((alarm) => ({ ...alarm, notify: ["here"] }));
    this.#loop = new AlarmLoop({
      ...{ deployment: DEPLOYMENT, checks, alarms: this.#alarms, store: this.store },
      onMove: (transition) => this.#moved.push(transition),
    });
  }

  /** Called at every minute, before its runs. */
  onMinute(listener: () => void): void {
    this.#onMinute.push(listener);
  }

  /** Time in which every check runs when it is due, and people are told what there is to tell. */
  async live(durationMs: number): Promise<void> {
    for (const endEpochMs = this.nowEpochMs + durationMs; this.nowEpochMs < endEpochMs; this.nowEpochMs += MINUTE_MS) {
      await this.#runDue();
      if (this.nowEpochMs % LEAKS_EVERY_MS === 0) await this.#analyse();
      await this.#tell();
    }
  }

  /** Time of which only the runs are of interest, as days gone by. */
  async pass(durationMs: number): Promise<void> {
    for (const endEpochMs = this.nowEpochMs + durationMs; this.nowEpochMs < endEpochMs; this.nowEpochMs += MINUTE_MS) {
      await this.#runDue();
    }
  }

  /** What is to be said of a check now, whether or not anybody would be told. */
  async explain(check: CheckId): Promise<Diagnosis> {
    const begun = this.#alarms.filter((alarm) => alarm.check === check && this.store.alarmState(alarm.name) === "ALARM");
    const sinces = begun.map(({ name }) => this.store.lastTransition(name)?.atEpochMs ?? this.nowEpochMs);
    return await this.#investigator().explain(check, Math.min(this.nowEpochMs, ...sinces));
  }

  get lead(): CheckId {
    return this.#checks[0]?.id ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#things.disposeAsync();
  }

  get #config(): Config {
    return { name: DEPLOYMENT, timezone: "UTC", language: "en", contacts: [], operators: [], checks: this.#checks };
  }

  /** Probes stamp with the time of this world; what they measure and wait for is real. */
  get #clock(): Clock {
    return { ...systemClock, epochMs: () => this.nowEpochMs };
  }

  #runOptions(): Omit<RunOptions, "location"> {
    const lag = this.#loopLag === undefined ? {} : { loopLag: this.#loopLag };
    return { clock: this.#clock, resolver: this.#resolver, secrets: environmentSecrets, ...lag, ...this.running };
  }

  async #runDue(): Promise<void> {
    for (const listener of this.#onMinute) listener();
    const startedMs = performance.now();
    const dueEpochMs = this.nowEpochMs;
    const due = this.#checks.filter(({ everyMs }) => dueEpochMs % everyMs === 0);
    const { locations, probers } = this.#context;
    const outcomes = await Promise.all(
      due.map((check) => runCheck(check, { ...this.#runOptions(), location: locationOf(check.from[0], locations) })),
    );
    for (const outcome of outcomes) {
      this.store.addOutcome({ outcome, dueEpochMs });
      this.#loop?.evaluate(outcome.check, dueEpochMs);
    }
    const loopLagMs = Math.round(this.#loopLag?.worstSinceMs(startedMs) ?? 0);
    for (const { name, vantage } of probers.length === 0 ? [] : planShards(due)) {
      const seen = {
        location: locationOf(vantage, locations),
        scheduledAtEpochMs: dueEpochMs,
        missedRuns: 0,
        unknownOutcomes: 0,
        loopLagMs,
      };
      for (const sample of samplesOfShard({ shard: name, ...seen }, DEPLOYMENT)) this.store.addSample(sample);
    }
  }

  async #analyse(): Promise<void> {
    const options = { deployment: DEPLOYMENT, locations: this.#context.locations, history: createStoreHistory(this.store) };
    const { reports } = await analyseLeaks(this.#checks, { ...options, nowEpochMs: this.nowEpochMs });
    for (const sample of reports.flatMap((report) => samplesOfLeak(report, DEPLOYMENT))) this.store.addSample(sample);
    for (const evidence of await this.#dumper.dump(reports)) this.store.addThreadEvidence(evidence);
    for (const { check } of reports) this.#loop?.evaluate(check.id, this.nowEpochMs);
  }

  async #tell(): Promise<void> {
    const { investigate, pictures } = this.#investigator();
    await respond(this.#moved.splice(0), {
      ...{ deployment: DEPLOYMENT, timezone: "UTC", channels: { here: ["terminal"] }, store: this.store.incidents },
      ...{ pictures, investigate, clock: this.#clock, deliverForMs: PASS_MS },
      messenger: {
        send: async ({ story }) => {
          this.told.push(story.diagnosis);
          return {};
        },
      },
    });
  }

  #investigator() {
    const [config, context, store, clock] = [this.#config, this.#context, this.store, this.#clock];
    const pictures = createStorePictures({ config, context, alarms: this.#alarms, store, clock });
    return investigator({ config, context, pictures, evidence: createStoreEvidence(store), nowEpochMs: this.nowEpochMs });
  }
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
