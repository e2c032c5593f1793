/** Alarm texts in English. */
import type { AlarmTexts } from "./alarm-texts-contract.ts";

export const englishAlarmTexts: AlarmTexts = {
  topics: {
    down: {
      means: (check) => `${check} is down: it does not answer, or not as its check expects.`,
      first: (check) => `run it from your own computer: npx bongsu run ${check}. It names the phase that fails and why.`,
    },
    "partly-down": {
      means: (check) =>
        `${check} fails from some of its places, three times or more in a row, and from too few to call it down. Most users may notice nothing.`,
      first: (check) =>
        `run it from your own computer: npx bongsu run ${check}. Then look at what stands between that place and it.`,
    },
    slow: {
      means: (check) =>
        `${check} is slow: it answers rightly, but three times or more in a row not as quickly as its check wants.`,
      first: (check) => `see which phase takes the time: npx bongsu run ${check}. Then compare its latency with other checks'.`,
    },
    certificate: {
      means: (check) => `${check} works, but its certificate ends soon. Clients refuse it from the day it does.`,
      first: () => "find out why it was not renewed, or whether the new one is there but not loaded.",
    },
    leak: {
      means: (check) =>
        `${check} seems to leak: the series has been rising for an hour or more, beyond its noise, and goes on rising.`,
      first: () => "look at the series over a week, and at what was deployed when the rise began.",
    },
    "limit-near": {
      means: (check) => `${check} leaks, and at the present rate reaches its limit within six hours. Then it may stop answering.`,
      first: () => "take a thread dump or heap histogram while the evidence is there; then plan a restart before the limit.",
    },
    log: {
      means: (check) => `${check} counts more log events of its pattern than it should. They are counted, and told once.`,
      first: () => "read the events: Logs Insights, in the log group above.",
    },
    "slow-hour": {
      means: (deployment) =>
        `Checks of ${deployment} are slow or fail at the same hour on most days. Nothing may be wrong right now.`,
      first: () => "find the checks: CloudWatch, Metrics, Bongsu, the metric SlowHour with the dimension Check.",
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
      means: (name) => `${name} ended with an error. That is a fault of Bongsu or of its deployment, never of an endpoint.`,
      first: () => "read the first line with level ERROR in the function's log.",
    },
    throttles: {
      means: (name) => `${name} could not start in time again and again: the account has no concurrent executions left.`,
      first: () => "compare ConcurrentExecutions of the account with its quota.",
    },
    "analyst-silent": {
      means: (analyst) =>
        `${analyst} has not started for two hours: nobody looks for leaks and slow hours. Other alarms are not affected.`,
      first: () => "see whether its schedule is enabled, then look among the dead letters.",
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
    blind: {
      means: (place) =>
        `No OTLP metric from ${place} can be seen in CloudWatch, or PromQL alarms cannot be evaluated: an outage of checks with metrics: otlp would not be noticed from there.`,
      first: () => "ask for bongsu_up in CloudWatch's Query Studio; then look for undelivered measurements in the prober's log.",
    },
    "responder-silent": {
      means: (responder) => `${responder} has not started for five minutes: nobody is told of anything but this.`,
      first: () => "look at the alarms in CloudWatch yourself. Then see whether its schedule is enabled.",
    },
    "responder-late": {
      means: (queue) => `An alarm has waited in ${queue} for more than five minutes: people are told late, or not at all.`,
      first: () => "look at the alarms in CloudWatch yourself. Then read the newest lines of the responder's log.",
    },
    untold: {
      means: (deployment) => `Messages of ${deployment} could not be sent. Somebody is not told of an incident.`,
      first: () => 'search the responder\'s log for "untold": each line holds the reason and the contact.',
    },
  },
  several: (group) => `At least one check of ${group}`,
  labels: {
    which: "Which: see the contributors of this alarm in CloudWatch.",
    first: "First:",
    ownRunbook: "Its own runbook:",
    runbook: "Runbook:",
    dashboard: "Dashboard:",
  },
};
