/** What alarms must know of the deployment they belong to. */
import type { Config, Vantage } from "../model/check.ts";
import type { AlarmLinks } from "./describe.ts";

/** Where the deployment runs. Texts may be placeholders that only the deployment fills in. */
export interface AlarmContext extends AlarmLinks {
  /** The `Location` under which the prober of a vantage point publishes. */
  readonly locations: Readonly<Record<Vantage, string>>;
  /** Lambda functions that probe; none on this computer, and then no alarms on the system itself. */
  readonly probers: readonly ProberName[];
  /** SQS queue of runs that never took place. */
  readonly deadLetterQueueName?: string;
}

export interface ProberName {
  readonly vantage: Vantage;
  readonly functionName: string;
}

export interface PlanOptions {
  readonly config: Config;
  readonly context: AlarmContext;
}
