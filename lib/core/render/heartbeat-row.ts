/**
 * A row of beats, oldest left. Each state has a shape of its own, readable without colour:
 * fine is a short bar, slow a broken taller one, down the full height, no data a dot.
 */
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import { countedStates } from "./state-sentence.ts";
import { countStates, SHOWN_STATES, type ShownState, type Timeline } from "./view.ts";

const STEP = 6;
const HEIGHT = 28;

/** Beats are dashes of lines, so that a hundred alike take no more markup than one. */
interface Beat {
  readonly lines: readonly number[];
  readonly thickness: number;
  readonly dash: number;
}

const BEATS: Readonly<Record<ShownState, Beat>> = {
  up: { lines: [14], thickness: 12, dash: 4 },
  slow: { lines: [8, 19], thickness: 8, dash: 4 },
  down: { lines: [14], thickness: HEIGHT, dash: 4 },
  none: { lines: [14], thickness: 3, dash: 3 },
};

export function heartbeatRow(timeline: Timeline, language: Language): Html {
  const paths = SHOWN_STATES.map((state) => beatsOf(state, timeline));
  return html`<svg class="heartbeat" viewBox="0 0 ${timeline.buckets.length * STEP} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${describeBeats(timeline, language)}">${paths}</svg>`;
}

/** `72 min`, `24 h`: how far back a timeline reaches. */
export function timelineSpan({ bucketMs, buckets }: Timeline, language: Language): string {
  return storyTexts(language).span(bucketMs * buckets.length);
}

function beatsOf(state: ShownState, timeline: Timeline): Html | undefined {
  const { lines, thickness, dash } = BEATS[state];
  const stretches = stretchesOf(state, timeline);
  if (stretches.length === 0) return undefined;
  const paths = stretches.flatMap(({ at, count }) => lines.map((y) => `M${at * STEP + 1} ${y}h${count * STEP - 2}`));
  return html`<path class="${state}" d="${paths.join("")}" stroke="currentColor" stroke-width="${thickness}" stroke-dasharray="${dash} ${STEP - dash}"/>`;
}

interface Stretch {
  readonly at: number;
  count: number;
}

/** Neighbours of the same state. */
function stretchesOf(state: ShownState, { buckets }: Timeline): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [at, bucket] of buckets.entries()) {
    const last = stretches.at(-1);
    if (bucket.state !== state) continue;
    if (last !== undefined && last.at + last.count === at) last.count += 1;
    else stretches.push({ at, count: 1 });
  }
  return stretches;
}

/** The picture in a sentence. */
export function describeBeats(timeline: Timeline, language: Language): string {
  const parts = timeline.buckets.length;
  const counts = countedStates(countStates(timeline.buckets), language);
  return pageTexts(language).picture.beats({ span: timelineSpan(timeline, language), parts, counts });
}
