/** Alarm texts in English. */
import type { AlarmTexts } from "./alarm-texts-contract.ts";

export const englishAlarmTexts: AlarmTexts = {
  topics: {
    down: {
      means: (check) => `${check} is down: it does not answer, or not as its check expects.`,
      first: (check) => `run it from your own computer: npx bongsu run ${check}. It names the phase that fails and why.`,
    },
    silent: {
      means: (shard) =>
        `No pass over shard ${shard} has ended for several of its intervals. We do not know whether its checks are up.`,
      first: () => "look at the prober's newest log lines, then whether its schedule is enabled.",
    },
    unknown: {
      means: (shard) =>
        `Checks of shard ${shard} end as unknown in every pass, by a fault of ours or a secret that cannot be read. Nobody is watching them.`,
      first: () => 'search the prober\'s log for "unknown": each line names the check and the reason.',
    },
    errors: {
      means: (prober) => `${prober} ended with an error. That is a fault of Bongsu or of its deployment, never of an endpoint.`,
      first: () => "read the first line with level ERROR in the prober's log.",
    },
    throttles: {
      means: (prober) => `${prober} could not start in time again and again: the account has no concurrent executions left.`,
      first: () => "compare ConcurrentExecutions of the account with its quota.",
    },
    "dead-letters": {
      means: (queue) => `Runs never took place: their events lie in ${queue}.`,
      first: () => "read one message of the queue: it holds the event and the reason.",
    },
    undelivered: {
      means: (deployment) =>
        `CloudWatch did not take some measurements of ${deployment}. Alarms may be judging by too few of them.`,
      first: () => 'search the prober\'s log for "undelivered": each line holds the reason and the samples.',
    },
  },
  labels: { first: "First:", ownRunbook: "Its own runbook:", runbook: "Runbook:", dashboard: "Dashboard:" },
};
