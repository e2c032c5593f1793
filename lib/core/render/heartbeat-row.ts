/**
 * A row of beats, oldest left. Each state has a shape of its own, readable without colour:
 * fine is a short bar, slow a broken taller one, down the full height, no data a dot.
 */
import { formatSpan } from "../messages/local-time.ts";
import { type Html, html } from "./html.ts";
import { SHOWN_STATES, type ShownState, type Timeline } from "./view.ts";

const STEP = 6;
const HEIGHT = 28;
const SHAPES: Readonly<Record<ShownState, string>> = {
  up: "v-12h4v12z",
  slow: "v-8h4v8zm0-11v-8h4v8z",
  down: "v-28h4v28z",
  none: "v-3h3v3z",
};
const BOTTOMS: Readonly<Record<ShownState, number>> = { up: 20, slow: 23, down: 28, none: 15 };

export function heartbeatRow(timeline: Timeline): Html {
  const { buckets } = timeline;
  const paths = SHOWN_STATES.map((state) => html`<path class="beat ${state}" d="${pathOf(state, timeline)}"/>`);
  return html`<svg class="heartbeat" viewBox="0 0 ${buckets.length * STEP} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${describe(timeline)}">${paths}</svg>`;
}

/** `72 min`, `24 h`: how far back a timeline reaches. */
export function timelineSpan(timeline: Timeline): string {
  return formatSpan(timeline.bucketMs * timeline.buckets.length);
}

function pathOf(state: ShownState, { buckets }: Timeline): string {
  return buckets
    .flatMap((bucket, at) => (bucket.state === state ? `M${at * STEP + 1} ${BOTTOMS[state]}${SHAPES[state]}` : []))
    .join("");
}

/** The picture in a sentence. */
function describe(timeline: Timeline): string {
  const count = (state: ShownState) => timeline.buckets.filter((bucket) => bucket.state === state).length;
  const parts = `${count("down")} down, ${count("slow")} slow, ${count("up")} fine, ${count("none")} without data`;
  return `Last ${timelineSpan(timeline)} in ${timeline.buckets.length} parts: ${parts}.`;
}
