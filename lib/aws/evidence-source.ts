/** Evidence on AWS: runs and thread dumps from the logs of our functions, numbers from CloudWatch's metrics, fresh runs from the probers. */
import { isThreadEvidence } from "../core/analysis/parse-thread-evidence.ts";
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import type { Check, CheckId, Config, Vantage } from "../core/model/check.ts";
import { isOtherRegion } from "../core/model/location.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { type ResourceNames, resourceNames } from "../core/model/resource-names.ts";
import type { EvidenceSource, MetricHistory, OutcomeQuery } from "../core/ports.ts";
import { isOutcome } from "../core/run/parse-outcome.ts";
import { byVantage } from "./by-vantage.ts";
import type { FoundRecords, RecordQuery, RecordReader } from "./record-reader.ts";

export interface EvidenceOptions {
  readonly config: Config;
  readonly reader: Pick<RecordReader, "read">;
  readonly history: MetricHistory;
  readonly probe: Required<EvidenceSource>["probe"];
}

/** For one pass: it asks the same question once. A log that does not exist yet is as good as an empty one. */
export function createEvidenceSource(options: EvidenceOptions): EvidenceSource {
  return new LoggedEvidence(options);
}

class LoggedEvidence implements EvidenceSource {
  readonly history: MetricHistory;
  readonly probe: EvidenceOptions["probe"];
  readonly #reader: EvidenceOptions["reader"];
  readonly #names: ResourceNames;
  readonly #places: ReadonlyMap<CheckId, Check["from"]>;
  readonly #asked = new Map<string, Promise<FoundRecords>>();

  constructor({ config, reader, history, probe }: EvidenceOptions) {
    this.history = history;
    this.probe = probe;
    this.#reader = reader;
    this.#names = resourceNames(config.name);
    this.#places = new Map(config.checks.map(({ id, from }) => [id, from]));
  }

  async outcomes({ checks, of, ...span }: OutcomeQuery): Promise<Outcome[]> {
    const kinds = of === "good" ? (["good"] as const) : (["outcome", "good"] as const);
    const found = await Promise.all(
      [...byVantage(checks, this.#places)].map(([vantage, ids]) =>
        this.#read({ ...this.#logOf(vantage), kinds, checks: ids, ...span }),
      ),
    );
    const wanted = new Set(checks);
    const outcomes = found.flatMap(({ records }) => records.filter(isOutcome)).filter(({ check }) => wanted.has(check));
    return outcomes.toSorted((one, other) => other.startedAtEpochMs - one.startedAtEpochMs);
  }

  /** A prober writes where it stands. */
  #logOf(vantage: Vantage): Pick<RecordQuery, "logGroupName" | "region"> {
    return { logGroupName: this.#names.logGroup(vantage), ...(isOtherRegion(vantage) && { region: vantage }) };
  }

  /** Dumps are taken in the home Region, inside the VPC where the check runs there. */
  async threads(check: CheckId, fromEpochMs: number): Promise<ThreadEvidence | undefined> {
    const logGroupName = this.#names.analystLogGroup(this.#places.get(check)?.[0] === "vpc" ? "vpc" : "region");
    const { records } = await this.#read({ logGroupName, kinds: ["threads"], checks: [check], fromEpochMs });
    const dumps = records.filter(isThreadEvidence).filter((dump) => dump.check === check);
    return dumps.toSorted((one, other) => other.atEpochMs - one.atEpochMs)[0];
  }

  #read(query: RecordQuery): Promise<FoundRecords> {
    const question = JSON.stringify(query);
    const answer = this.#asked.get(question) ?? this.#reader.read(query);
    this.#asked.set(question, answer);
    return answer;
  }
}
