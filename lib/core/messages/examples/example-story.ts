/** A story as it might be told of somebody's own check: for previews and documents. Nothing happened; its incident is called `example`. */
import { diagnose } from "../../diagnosis/diagnose.ts";
import type { Check } from "../../model/check.ts";
import { failedWayOf } from "../../model/failed-way.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { DigestEntry, LeadCheck, Story, StoryMember, StoryType, Trouble } from "../../model/story.ts";
import { troubleOf } from "../story/matter.ts";
import {
  type ExampleContext as CaseContext,
  EXAMPLE_PLACES,
  type ExampleCase,
  exampleCase,
  exampleSince,
} from "./example-case.ts";
import { EXAMPLE_LOCATION, goodRun, hostOf } from "./example-run.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STORM_CHECKS = 14;
/** As their alarms are: nobody is woken. A leak is one too until its limit is near. */
const WARNINGS: readonly Trouble[] = ["partly-down", "slow", "certificate", "slow-hour", "log"];

export interface ExampleContext extends CaseContext {
  readonly deployment: string;
  readonly links?: Story["links"];
}

/** Of a recovery, a reminder and the like `about` says what it is about; by itself a drill is about nothing. */
export function exampleStory(type: StoryType, context: ExampleContext, about: Trouble = "down"): Story {
  const base = { type, ...(needsMatter(type) && { about }) };
  const trouble = troubleOf({ ...plainStory(context), ...base });
  const example = exampleCase(trouble, context);
  const story: Story = {
    ...plainStory(context),
    ...base,
    sinceEpochMs: exampleSince(context),
    lead: leadOf(trouble, example, context),
    diagnosis: diagnose(example.file),
    ...(example.trend && { trend: example.trend }),
    ...(trouble === "storm" && stormOf(example, context)),
    ...(WARNINGS.includes(trouble) && { severity: "warning" as const }),
  };
  return { ...story, ...TURNS[type]?.(story, context) };
}

function needsMatter(type: StoryType): boolean {
  return type === "resolved" || type === "reminder" || type === "flapping";
}

/** What each type adds to the trouble that it is about. */
const TURNS: Readonly<Partial<Record<StoryType, (story: Story, context: ExampleContext) => Partial<Story>>>> = {
  resolved: (story, context) => {
    const { check } = context;
    const untilEpochMs = story.sinceEpochMs + 37 * MINUTE_MS;
    const recovered = {
      outcome: goodRun({ check, atEpochMs: untilEpochMs }),
      failedRuns: runsIn(37 * MINUTE_MS, check),
      goodRuns: 3,
    };
    const { outcome: was, ...lead } = story.lead ?? leadOf("down", { file: exampleCase("down", context).file }, context);
    return {
      ...{ sequence: 2, untilEpochMs, toldAtEpochMs: untilEpochMs + 3 * MINUTE_MS },
      lead: { ...lead, ...recovered, ...(was && { was }) },
      members: story.members.map((member) => ({ ...member, untilEpochMs })),
    };
  },
  reminder: ({ lead, sinceEpochMs }, { check }) => {
    const runs = runsIn(2 * HOUR_MS, check);
    const toldAtEpochMs = sinceEpochMs + 2 * HOUR_MS;
    return { sequence: 2, toldAtEpochMs, ...(lead && { lead: { ...lead, failedRuns: runs, runs } }) };
  },
  flapping: ({ lead, toldAtEpochMs }, { check }) => {
    const runs = runsIn(HOUR_MS / 2, check);
    return {
      ...{ sequence: 2, flips: { count: 5, overMs: HOUR_MS / 2 }, sinceEpochMs: toldAtEpochMs - HOUR_MS / 2 },
      ...(lead && { lead: { ...lead, failedRuns: Math.ceil(runs / 2), runs } }),
    };
  },
  digest: (story) => ({ digest: digestOf(story) }),
};

function runsIn(spanMs: number, { everyMs }: Check): number {
  return Math.max(1, Math.floor(spanMs / everyMs));
}

function plainStory({ check, deployment, links = {}, nowEpochMs, others, timezone }: ExampleContext): Story {
  return {
    ...{ type: "down", deployment, incident: "example", sequence: 1, severity: "critical", timezone },
    ...{ toldAtEpochMs: nowEpochMs, sinceEpochMs: nowEpochMs, root: { kind: "check", name: check.id } },
    diagnosis: { findings: [], ruledOut: [], rejected: [] },
    ...{ members: [memberOf(check.id, nowEpochMs)], memberCount: 1, fine: others.slice(0, 3), fineCount: others.length },
    links: { ...links, ...(check.runbook !== undefined && { runbook: check.runbook }) },
  };
}

function leadOf(trouble: Trouble, { file, run }: ExampleCase, { check, nowEpochMs }: ExampleContext): LeadCheck {
  const { id, source, title } = check;
  const runs =
    trouble === "down" || trouble === "partly-down" || trouble === "slow" || trouble === "storm"
      ? { failedRuns: 4, runs: 4 }
      : {};
  const usual = file.check.usual ?? [];
  return {
    ...{ id, title, location: EXAMPLE_LOCATION, alarm: check.alarm, ...runs },
    ...(trouble === "partly-down" && { seen: { failing: [EXAMPLE_LOCATION], fine: EXAMPLE_PLACES } }),
    ...(run && { outcome: run }),
    ...(usual.length > 0 && { usual, usualTotalMs: goodRun({ check, atEpochMs: nowEpochMs }).totalMs }),
    ...(source && { source: `${source.file}:${source.line}` }),
    ...repeatOf(check, run),
  };
}

function repeatOf({ id }: Check, run: Outcome | undefined): Pick<LeadCheck, "repeat"> {
  return run === undefined ? {} : { repeat: `npx bongsu run ${id}` };
}

/** The others are plainly made up: nobody's own checks are said to share what they do not. */
function stormOf({ run }: ExampleCase, { check, nowEpochMs }: ExampleContext): Partial<Story> {
  const way = run && failedWayOf(run);
  const madeUp = Array.from({ length: STORM_CHECKS - 1 }, (_, at) => `${check.group || "example"}/example-${at + 1}`);
  return {
    root: { kind: "host", name: hostOf(check) },
    members: [check.id, ...madeUp].map((id) => memberOf(id, nowEpochMs)),
    memberCount: STORM_CHECKS,
    ...(way && { ways: [{ ...way, count: STORM_CHECKS }] }),
  };
}

function memberOf(check: string, sinceEpochMs: number): StoryMember {
  return { check, topic: "down", sinceEpochMs };
}

function digestOf({ diagnosis, lead, sinceEpochMs }: Story): DigestEntry[] {
  const entry = { incident: "example", ...(lead && { check: lead.id }), diagnosis };
  const yesterdayEpochMs = sinceEpochMs - 20 * HOUR_MS;
  return [
    { ...entry, type: "slow", sinceEpochMs, diagnosis: { findings: [], ruledOut: [], rejected: [] } },
    { ...entry, type: "down", sinceEpochMs: yesterdayEpochMs, untilEpochMs: yesterdayEpochMs + 37 * MINUTE_MS },
  ];
}
