/** From an incident to all that a message can say of it: gathers the evidence, bounded, and asks for the diagnosis. */
import type { AlarmContext } from "../alarms/context.ts";
import type { CaseFile, CheckEvidence } from "../diagnosis/case-file.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { StoryParts } from "../incidents/gather-evidence.ts";
import type { Config } from "../model/check.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Incident } from "../model/incident.ts";
import type { Picture } from "../model/picture.ts";
import type { Story } from "../model/story.ts";
import type { EvidenceSource } from "../ports.ts";
import { describeLead } from "./describe-lead.ts";
import { type FreshRuns, probeAgain, weigh, withFresh } from "./fresh.ts";
import { findLead, type Lead } from "./lead.ts";
import { type Numbers, readNumbers } from "./numbers.ts";
import { fineOnes, otherChecks } from "./others.ts";
import { type RunsOfCheck, readNewest, readRuns } from "./outcomes.ts";
import { summaryOf } from "./threads.ts";
import { trendOf } from "./trend.ts";
import { usualFacts, usualPhases } from "./usual.ts";
import { waysOf } from "./ways.ts";

export interface InvestigationOptions {
  readonly config: Config;
  readonly context: AlarmContext;
  readonly picture: Picture;
  readonly evidence: EvidenceSource;
  readonly nowEpochMs: number;
}

const NOTHING_KNOWN: Diagnosis = { findings: [], ruledOut: [], rejected: [] };
const START_TIME = "process_start_time_seconds";

/** Never rejects as long as the evidence source does not. An incident without a check that is known keeps what it had. */
export async function investigate(incident: Incident, options: InvestigationOptions): Promise<StoryParts> {
  const lead = findLead(incident, options);
  const links = linksOf(lead, options.context);
  if (lead === undefined) return { diagnosis: incident.diagnosis ?? NOTHING_KNOWN, links, fine: [], fineCount: 0 };
  const { config, evidence, nowEpochMs, picture } = options;
  const { openedAtEpochMs, root } = incident;
  const [runs, newest, numbers, threads, fresh] = await Promise.all([
    readRuns(lead, { evidence, openedAtEpochMs, nowEpochMs }),
    readNewest(
      config.checks.map(({ id }) => id),
      options,
    ),
    readNumbers(lead, { ...options, history: evidence.history, locations: options.context.locations }),
    lead.check.leak && evidence.threads(lead.check.id, openedAtEpochMs - DAY_MS),
    probeAgain(lead, incident, options),
  ]);
  const others = otherChecks(lead, { config, picture, newest: [...fresh.elsewhere, ...newest], nowEpochMs });
  const summary = threads && summaryOf(threads);
  const file = caseOf(lead, { runs, fresh, numbers, others, options, ...(summary && { threads: summary }) });
  const found =
    incident.state === "closed" && incident.diagnosis !== undefined ? incident.diagnosis : diagnosisOf(file, { runs, fresh });
  const trend = lead.member && trendOf(lead.member.topic, { check: lead.check, numbers });
  const alarm = picture.alarms.find(({ alarm: { name } }) => name === lead.member?.alarm);
  return {
    diagnosis: root.kind === "prober" ? onlyOurs(found) : found,
    links,
    ...fineOnes(others, lead),
    ...(root.kind !== "prober" && { lead: describeLead(lead, { incident, runs, file }) }),
    ...(incident.memberCount > 1 && { ways: waysOf(incident, newest) }),
    ...(trend !== undefined && { trend }),
    ...(alarm !== undefined && { alarmReason: alarm.reason }),
    ...(summary !== undefined && { threads: summary.sentences }),
  };
}

const DAY_MS = 86_400_000;

interface Gathered extends Pick<CaseFile, "others">, Pick<CheckEvidence, "threads"> {
  readonly runs: RunsOfCheck;
  readonly fresh: FreshRuns;
  readonly numbers: Numbers;
  readonly options: InvestigationOptions;
}

function caseOf({ check, place, watched }: Lead, { runs, fresh, numbers, others = [], threads, options }: Gathered): CaseFile {
  const { config, nowEpochMs } = options;
  const moment = { atEpochMs: nowEpochMs, timezone: config.timezone };
  const started = numbers.series.find(({ metric }) => metric === START_TIME)?.points.at(-1);
  const { latency, logs, series, shard, slowHours } = numbers;
  return {
    nowEpochMs,
    timezone: config.timezone,
    check: {
      ...{ id: check.id, kind: check.kind, location: place.location, everyMs: check.everyMs, timeoutMs: check.timeoutMs },
      ...(place.vantage === "vpc" && { isInVpc: true }),
      ...(watched.host !== undefined && { host: watched.host }),
      outcomes: withFresh(runs.outcomes, fresh),
      usual: usualPhases(runs.good, moment),
      usualFacts: usualFacts(runs.good, moment),
      series,
      ...(latency !== undefined && { latency }),
      ...(slowHours !== undefined && { slowHours }),
      ...(threads !== undefined && { threads }),
      ...(started !== undefined && { startedAtEpochMs: started.value * 1_000 }),
    },
    others,
    ...(shard !== undefined && { shard }),
    logs,
  };
}

function diagnosisOf(file: CaseFile, { runs, fresh }: Pick<Gathered, "runs" | "fresh">): Diagnosis {
  const before = runs.outcomes.find(({ status }) => status === "down");
  return weigh(diagnose(file), fresh, before);
}

/** Of a fault of ours nothing is said against any target: the check was only the one that we asked by. */
function onlyOurs({ findings }: Diagnosis): Diagnosis {
  return { ...NOTHING_KNOWN, findings: findings.filter(({ layer }) => layer === "ourselves" || layer === "location") };
}

/** A runbook of the check's own goes before ours. */
function linksOf(lead: Lead | undefined, { dashboardUrl, runbookUrl }: AlarmContext): Story["links"] {
  const anchor = lead?.member === undefined ? "" : `#${lead.member.topic}`;
  return {
    runbook: lead?.check.runbook ?? `${runbookUrl}${anchor}`,
    ...(dashboardUrl !== undefined && { dashboard: dashboardUrl }),
  };
}
