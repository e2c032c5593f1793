import { describe, expect, it } from "vitest";
import { aWidgetCheck } from "../../../test/kit/widget.ts";
import type { ShownState } from "../render/view.ts";
import { countChecks } from "./count-checks.ts";
import type { Row } from "./read-rows.ts";

describe("countChecks", () => {
  it.each<[needed: number, places: ShownState[], counted: ShownState | "partly"]>([
    [2, ["down", "down", "up"], "down"],
    [2, ["down", "up", "up"], "partly"],
    [2, ["down", "none", "none"], "partly"],
    [2, ["slow", "slow", "up"], "slow"],
    [2, ["slow", "down", "up"], "partly"],
    [1, ["up", "up", "down"], "down"],
    [2, ["up", "up", "none"], "up"],
    [2, ["up", "none", "none"], "none"],
    [3, ["up", "none", "none"], "up"],
  ])("counts as the alarm does, where %d of %j are needed: %s", (votesNeeded, states, counted) => {
    const check = aWidgetCheck("acme/a", { votesNeeded });
    const { counts, partly } = countChecks(states.map((state) => row(check, state)));
    expect({ ...counts, partly }).toEqual({ down: 0, slow: 0, none: 0, up: 0, partly: 0, [counted]: 1 });
  });

  it("counts each of several checks, and one place alone as it stands", () => {
    const rows = (["down", "slow", "none", "up"] as const).map((state) => row(aWidgetCheck(state), state));
    expect(countChecks(rows)).toEqual({ counts: { down: 1, slow: 1, none: 1, up: 1 }, partly: 0 });
  });
});

function row(check: Row["check"], state: ShownState): Row {
  return { check, state, timeline: { bucketMs: 60_000, buckets: [] } };
}
