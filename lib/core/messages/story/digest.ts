/** What was not worth a message of its own: one entry an incident, those still open first. */
import type { DigestEntry, Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { withoutFullStop } from "./why.ts";
import type { Wording } from "./wording.ts";

export interface Digest {
  readonly summary: string;
  readonly open: readonly string[];
  readonly over: readonly string[];
}

export function digestOf(story: Story, wording: Wording): Digest {
  const { digest: entries = [], deployment, toldAtEpochMs } = story;
  const { digest } = wording.texts;
  const open = entries.filter(({ untilEpochMs }) => untilEpochMs === undefined);
  const over = entries.filter(({ untilEpochMs }) => untilEpochMs !== undefined);
  const counts = { open: formatNumber(open.length), over: formatNumber(over.length) };
  return {
    summary: entries.length === 0 ? digest.empty(deployment) : digest.summary({ deployment, ...counts }),
    open: open.map((entry) => lineOf(entry, toldAtEpochMs, wording)),
    over: over.map((entry) => lineOf(entry, toldAtEpochMs, wording)),
  };
}

function lineOf(entry: DigestEntry, nowEpochMs: number, { causes, moment, texts }: Wording): string {
  const { check, diagnosis, incident, sinceEpochMs, type, untilEpochMs } = entry;
  const say = untilEpochMs === undefined ? texts.digest.stillOpen : texts.digest.isOver;
  const span = texts.span((untilEpochMs ?? nowEpochMs) - sinceEpochMs);
  const line = say({ name: check ?? incident, state: texts.states[type], since: moment(sinceEpochMs), span });
  const [finding] = diagnosis.findings;
  if (finding === undefined) return `${line} (${incident})`;
  const cause = withoutFullStop(causes.cause(finding).says);
  return `${line} (${incident}). ${texts.answers.held(texts.confidence[finding.confidence], cause)}.`;
}
