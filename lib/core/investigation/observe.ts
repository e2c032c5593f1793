/** The eyes of one pass of the responder: the picture of everything, and closer looks at single incidents. */
import type { AlarmContext } from "../alarms/context.ts";
import type { Investigate } from "../incidents/gather-evidence.ts";
import type { Config } from "../model/check.ts";
import type { AlarmState, Picture } from "../model/picture.ts";
import type { Clock, EvidenceSource, PictureSource } from "../ports.ts";
import { investigate } from "./investigate.ts";
import { NEWEST_MS, readNewest } from "./outcomes.ts";
import { watchedChecks } from "./watched-checks.ts";

export interface ObserverOptions {
  readonly config: Config;
  readonly context: AlarmContext;
  readonly evidence: EvidenceSource;
  /** All alarms as they are now; rejects when they cannot be seen. */
  readonly readAlarms: () => Promise<readonly AlarmState[]>;
  readonly clock: Pick<Clock, "epochMs">;
}

export interface Observer {
  readonly pictures: PictureSource;
  readonly investigate: Investigate;
}

/** For one pass: what was read of the others is not read again. */
export function observe(options: ObserverOptions): Observer {
  const { config, context, evidence, readAlarms, clock } = options;
  const ids = config.checks.map(({ id }) => id);
  // One moment for the whole pass: the same question then has the same answer.
  const nowEpochMs = clock.epochMs();

  async function read(): Promise<Picture> {
    const alarms = await readAlarms();
    const isQuiet = alarms.every(({ state }) => state !== "ALARM");
    const outcomes = isQuiet ? [] : await readNewest(ids, { evidence, nowEpochMs });
    return { alarms, checks: watchedChecks(config, { context, outcomes, fromEpochMs: nowEpochMs - NEWEST_MS, nowEpochMs }) };
  }

  return {
    pictures: { read },
    investigate: (incident, picture) => investigate(incident, { config, context, evidence, picture, nowEpochMs }),
  };
}
