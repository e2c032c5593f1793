/** Why a check is as it is: as its incident was told, or from what this computer knows of what is wrong only now or raises no alarm. */
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import type { CaseFile, OtherCheck } from "../core/diagnosis/case-file.ts";
import { diagnose } from "../core/diagnosis/diagnose.ts";
import { badRunsOf } from "../core/diagnosis/runs.ts";
import { fineOnes } from "../core/investigation/others.ts";
import { summaryOf } from "../core/investigation/threads.ts";
import { usualFacts } from "../core/investigation/usual.ts";
import { repeatCommand } from "../core/messages/repeat-command.ts";
import type { Severity } from "../core/model/alarm.ts";
import type { Check, Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { LeadCheck, Story } from "../core/model/story.ts";
import { hostOf } from "../core/probes/host-of.ts";
import type { CheckDetailView, CheckView } from "../core/render/view.ts";
import type { Point } from "../core/trends/series.ts";

export interface Known extends Pick<CheckDetailView, "usual" | "usualTotalMs" | "slowHours"> {
  readonly config: Config;
  readonly nowEpochMs: number;
  /** Of this check, newest first. */
  readonly outcomes: readonly Outcome[];
  readonly latency: readonly Point[];
  readonly threads: readonly ThreadEvidence[];
  /** Of all checks. */
  readonly views: readonly CheckView[];
}

const NO_INCIDENT = "local";

/**
 * An incident that this check leads is told as it was, with its latest run; one that it only belongs to says nothing of why this
 * check is down, so that is looked for anew. `undefined` of a check that is fine, or of which nothing is known.
 */
export function storyOfCheck(view: CheckView, known: Known): Story | undefined {
  const { story: told } = view;
  const fresh = freshStory(view, known);
  if (told === undefined) return fresh;
  if (told.lead?.id !== view.check.id) return fresh && { ...fresh, incident: told.incident };
  return { ...told, toldAtEpochMs: known.nowEpochMs, lead: { ...told.lead, ...fresh?.lead } };
}

function freshStory(view: CheckView, known: Known): Story | undefined {
  const { check, latest } = view;
  const isStale = view.state === "none" && latest?.status !== "unknown";
  if (latest === undefined || view.state === "up" || isStale) return undefined;
  const { config, nowEpochMs } = known;
  const file = caseOf(view, known);
  const sinceEpochMs = view.sinceEpochMs ?? latest.startedAtEpochMs;
  const type = typeOf(view);
  return {
    ...{
      type,
      deployment: config.name,
      incident: NO_INCIDENT,
      sequence: 1,
      severity: severityOf(type),
      timezone: config.timezone,
    },
    ...{ toldAtEpochMs: nowEpochMs, sinceEpochMs, root: { kind: "check", name: check.id } },
    lead: leadOf(check, { ...known, latest, file }),
    diagnosis: diagnose(file),
    members: [{ check: check.id, topic: type, sinceEpochMs }],
    memberCount: 1,
    ...fineOnes(file.others ?? [], { check, place: latest, watched: hostPart(check) }),
    links: check.runbook === undefined ? {} : { runbook: check.runbook },
  };
}

function typeOf({ latest, state }: CheckView): "slow" | "prober" | "down" {
  if (state === "slow") return "slow";
  return latest?.status === "unknown" ? "prober" : "down";
}

/** As its alarm is. */
function severityOf(type: ReturnType<typeof typeOf>): Severity {
  return type === "slow" ? "warning" : "critical";
}

function caseOf({ check, latest }: CheckView, known: Known): CaseFile {
  const { config, latency, nowEpochMs, outcomes, slowHours, usual, views } = known;
  const [dump] = known.threads;
  const threads = dump && summaryOf(dump);
  const good = outcomes.filter(({ status }) => status === "up");
  const { everyMs, id, kind, timeoutMs } = check;
  return {
    nowEpochMs,
    timezone: config.timezone,
    check: {
      ...{
        id,
        kind,
        everyMs,
        timeoutMs,
        location: latest?.location ?? "",
        outcomes,
        usual,
        latency,
        slowHours,
        ...hostPart(check),
      },
      usualFacts: usualFacts(good, { atEpochMs: nowEpochMs, timezone: config.timezone }),
      ...(threads !== undefined && { threads }),
    },
    others: views.filter((view) => view.check.id !== id).flatMap((view) => otherOf(view, check)),
  };
}

function otherOf({ check, latest, sinceEpochMs, state }: CheckView, of: Check): OtherCheck[] {
  if (latest === undefined) return [];
  const { everyMs, id, kind } = check;
  return [
    {
      ...{ id, kind, everyMs, latest, location: latest.location, ...hostPart(check) },
      status: state === "none" ? "unknown" : state,
      sinceEpochMs: sinceEpochMs ?? latest.startedAtEpochMs,
      ...(of.dependsOn.includes(id) && { isDependency: true }),
    },
  ];
}

function hostPart(check: Check): { readonly host?: string } {
  const host = hostOf(check);
  return host === undefined ? {} : { host };
}

function leadOf(check: Check, { file, latest, usual, usualTotalMs }: Known & { latest: Outcome; file: CaseFile }): LeadCheck {
  const { alarm, id, source, title } = check;
  const repeat = repeatCommand(check, latest);
  const bad = badRunsOf(file)?.runs.length;
  return {
    ...{ id, title, alarm, location: latest.location, outcome: latest },
    ...(bad !== undefined && { failedRuns: bad, runs: bad }),
    ...(usual.length > 0 && { usual }),
    ...(usualTotalMs !== undefined && { usualTotalMs }),
    ...(source !== undefined && { source: `${source.file}:${source.line}` }),
    ...(repeat !== undefined && { repeat }),
  };
}
