/** A thousand checks of forty customers, each with a short history: what a page must still bear. */
import type { Check } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import type { ServedBoard } from "./boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "./outcomes.ts";

const CHECKS = 1_000;
const GROUPS = 40;
const RUNS = 24;
const MINUTE_MS = 60_000;

export const thousandChecks: readonly Check[] = Array.from({ length: CHECKS }, (_, at) =>
  aCheck({
    id: `customer-${String(at % GROUPS).padStart(2, "0")}/service-${String(at).padStart(4, "0")}`,
    title: `Service ${at}`,
  }),
);

export function fillThousand(add: ServedBoard["add"]): void {
  for (const [at, { id }] of thousandChecks.entries()) {
    for (let run = RUNS; run > 0; run -= 1) add(outcomeOf(id, at, run), run * MINUTE_MS - 30_000);
  }
}

/** One in two hundred is down, one in eighty slow; each had a bad moment of its own. */
function outcomeOf(check: string, at: number, run: number): Outcome {
  const isDown = (at % 200 === 7 && run < 9) || (at * 7 + run) % 97 === 0;
  const timing = { check, totalMs: 80 + ((at * run) % 23) };
  if (isDown) return aDownOutcome({ ...timing, facts: { status: 503, total: timing.totalMs } });
  const isSlow = at % 80 === 11 && run < 5;
  return anOutcome(isSlow ? { ...timing, status: "slow", breaches: [{ expected: "total <= 50ms", actual: "81 ms" }] } : timing);
}
