/** The machine form of the page: `/api/state.json`, promised by its `schemaVersion`. */
import type { Outcome } from "../core/model/outcome.ts";
import type { Clock } from "../core/ports.ts";
import type { CheckView, PageContext, ResponseTimes, ShownState, StateCounts, Warning } from "../core/render/view.ts";
import { countStates } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";

export interface StateDocument {
  readonly schemaVersion: 1;
  readonly deployment: string;
  readonly generatedAtEpochMs: number;
  readonly counts: StateCounts;
  /** In file order. */
  readonly checks: readonly CheckState[];
}

interface CheckState {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly kind: string;
  readonly state: ShownState;
  readonly reason: string;
  readonly sinceEpochMs?: number;
  readonly warning?: Warning;
  readonly response: ResponseTimes;
  readonly latest?: Outcome;
}

export function stateDocument(board: LiveBoard, options: { context: PageContext; clock: Clock }): StateDocument {
  const views = board.views();
  return {
    schemaVersion: 1,
    deployment: options.context.deployment,
    generatedAtEpochMs: options.clock.epochMs(),
    counts: countStates(views),
    checks: views.map(describeCheck),
  };
}

function describeCheck({ check, state, reason, sinceEpochMs, warning, response, latest }: CheckView): CheckState {
  return {
    id: check.id,
    title: check.title,
    group: check.group,
    kind: check.kind,
    state,
    reason,
    ...(sinceEpochMs !== undefined && { sinceEpochMs }),
    ...(warning !== undefined && { warning }),
    response,
    ...(latest !== undefined && { latest }),
  };
}
