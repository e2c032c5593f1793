/** That it is over: how long it took, what it was, how it is now and what is different. */
import type { Outcome } from "../../model/outcome.ts";
import type { Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { namesOf } from "./how-wide.ts";
import { isStorm, lengthMs, TROUBLES_OF_RUNS, troubleOf } from "./matter.ts";
import { fullNameOf } from "./name.ts";
import { reasonOf } from "./reason.ts";
import { causesOf } from "./why.ts";
import type { Wording } from "./wording.ts";

const TIMES_CHANGED_MIN = 2;
const CHANGE_MIN_MS = 20;

export function backOf(story: Story, wording: Wording): string {
  const { momentAndUtc, texts } = wording;
  const moments = { moment: momentAndUtc(story.untilEpochMs ?? story.toldAtEpochMs), span: texts.span(lengthMs(story)) };
  return texts.recovery.back({ name: fullNameOf(story, wording), isMany: isStorm(story), ...moments });
}

/** `server answers 503 (18 failed runs)` */
export function wasOf(story: Story, wording: Wording): string {
  const reason = reasonOf(story, wording);
  const failedRuns = story.lead?.failedRuns;
  const isCounted = failedRuns !== undefined && TROUBLES_OF_RUNS.includes(troubleOf(story));
  return !isCounted ? reason : wording.texts.recovery.failed(reason, formatNumber(failedRuns));
}

/** Why it was, as last known; `undefined` where no cause was found. */
export function causeThenOf(story: Story, wording: Wording): string | undefined {
  const [cause] = causesOf(story, wording);
  return cause && wording.texts.recovery.cause(cause.confidence, cause.says);
}

/** `200 in 92 ms, 3 good runs in a row`; `undefined` where no good run is known. */
export function nowOf(story: Story, { texts }: Wording): string | undefined {
  const { goodRuns, outcome } = story.lead ?? {};
  if (outcome === undefined) return undefined;
  const daysLeft = outcome.facts["certificate.daysLeft"];
  const isAboutCertificate = troubleOf(story) === "certificate" && typeof daysLeft === "number";
  const status = typeof outcome.facts.status === "number" ? String(outcome.facts.status) : undefined;
  const answer = isAboutCertificate
    ? texts.recovery.daysLeft(Math.floor(daysLeft))
    : texts.recovery.answered(texts.measured(outcome.totalMs), status);
  return [answer, ...(goodRuns === undefined || goodRuns < 2 ? [] : [texts.recovery.goodRuns(formatNumber(goodRuns))])].join(
    ", ",
  );
}

/** Phases, address and certificate before and after; `undefined` where nothing changed, or nobody can tell. */
export function changedOf({ lead }: Story, { texts }: Wording): string | undefined {
  if (lead?.was === undefined || lead.outcome === undefined) return undefined;
  const { changed, same } = compareRuns(lead.was, lead.outcome, texts);
  if (changed.length === 0) return undefined;
  const items = [...changed, ...(same.length === 0 ? [] : [texts.recovery.unchanged(texts.list(same))])];
  return items.join("; ");
}

interface Comparison {
  readonly changed: readonly string[];
  readonly same: readonly string[];
}

function compareRuns(before: Outcome, after: Outcome, { measured, recovery }: Wording["texts"]): Comparison {
  const phases = before.phases.flatMap(({ phase, ms }) => {
    const afterMs = after.phases.find((other) => other.phase === phase)?.ms;
    return afterMs !== undefined && isChange(ms, afterMs)
      ? [`${recovery.phase(phase)} ${measured(ms)} -> ${measured(afterMs)}`]
      : [];
  });
  const identities = [
    { label: recovery.address, was: before.evidence.address, is: after.evidence.address },
    {
      label: recovery.certificate,
      was: before.evidence.certificate?.fingerprint.slice(0, 8),
      is: after.evidence.certificate?.fingerprint.slice(0, 8),
    },
  ].filter(({ is, was }) => is !== undefined && was !== undefined);
  return {
    changed: [
      ...phases,
      ...identities.filter(({ is, was }) => is !== was).map(({ is, label, was }) => `${label} ${was} -> ${is}`),
    ],
    same: identities.filter(({ is, was }) => is === was).map(({ label }) => label),
  };
}

function isChange(beforeMs: number, afterMs: number): boolean {
  const [lessMs, moreMs] = beforeMs < afterMs ? [beforeMs, afterMs] : [afterMs, beforeMs];
  return moreMs - lessMs >= CHANGE_MIN_MS && moreMs >= TIMES_CHANGED_MIN * lessMs;
}

/** Of the others that went down with it: who is back, and who is not. */
export function othersBackOf(story: Story, wording: Wording): string[] {
  const others = story.members.filter(({ check }) => isStorm(story) || check !== story.lead?.id);
  const { backToo, notBack } = wording.texts.recovery;
  const nameList = (isBack: boolean) => {
    const names = others.filter(({ untilEpochMs }) => (untilEpochMs !== undefined) === isBack).map(({ check }) => check);
    return names.length === 0 ? undefined : namesOf(names, { count: names.length, wording });
  };
  const [back, behind] = [nameList(true), nameList(false)];
  return [...(back === undefined ? [] : [backToo(back)]), ...(behind === undefined ? [] : [notBack(behind)])];
}
