/** What alarms must know of the deployment they belong to. */
import type { Config, Vantage } from "../model/check.ts";
import type { Locations } from "../model/location.ts";
import type { AlarmLinks } from "./describe.ts";

/** Where the deployment runs. Texts may be placeholders that only the deployment fills in. */
export interface AlarmContext extends AlarmLinks {
  /** Under which probers publish, see `locationOf`. */
  readonly locations: Locations;
  /** Lambda functions that probe; none on this computer, and then no alarms on the system itself. */
  readonly probers: readonly ProberName[];
  /** Lambda functions that look for trends in what the probers published; none on this computer. */
  readonly analystFunctionNames?: readonly string[];
  /** SQS queue of runs that never took place. */
  readonly deadLetterQueueName?: string;
  /** What tells people; absent on this computer. */
  readonly responder?: ResponderNames;
}

export interface ResponderNames {
  readonly functionName: string;
  /** SQS queue of alarm notifications, and the one of those that could not be handled. */
  readonly queueName: string;
  readonly deadLetterQueueName: string;
}

/** One in another Region has a vantage of that name. */
export interface ProberName {
  readonly vantage: Vantage;
  readonly functionName: string;
}

export interface PlanOptions {
  readonly config: Config;
  readonly context: AlarmContext;
}
