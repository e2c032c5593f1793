/** Rows -> how many checks stand how. One that several places look at counts once, as its alarm counts their votes. */
import { countVotes } from "../alarms/vote.ts";
import type { ShownState, StateCounts } from "../render/view.ts";
import type { Row } from "./read-rows.ts";

export interface CheckCounts {
  readonly counts: StateCounts;
  /** Down or slow, but at fewer places than their vote needs. */
  readonly partly: number;
}

export function countChecks(rows: readonly Row[]): CheckCounts {
  const states = [...Map.groupBy(rows, ({ check }) => check.id).values()].map(stateOfCheck);
  const count = (wanted: ShownState | "partly") => states.filter((state) => state === wanted).length;
  return { counts: { down: count("down"), slow: count("slow"), none: count("none"), up: count("up") }, partly: count("partly") };
}

function stateOfCheck(places: readonly Row[]): ShownState | "partly" {
  const needed = places[0]?.check.votesNeeded ?? 1;
  const bad = (state: "down" | "slow") => places.filter((place) => place.state === state).length;
  if (bad("down") >= needed) return "down";
  if (bad("slow") >= needed) return "slow";
  if (bad("down") + bad("slow") > 0) return "partly";
  return countVotes({ badValue: 0, needed, of: "enough" }, places.map(voteOf)) === undefined ? "none" : "up";
}

/** Whoever saw nothing votes neither way. */
function voteOf({ state }: Row): 0 | 1 | undefined {
  if (state === "none") return undefined;
  return state === "down" ? 0 : 1;
}
