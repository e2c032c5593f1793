/** An address that is no check, run once because somebody asks on the page: shown, and kept nowhere. */
import type { Check } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Html } from "../core/render/html.ts";
import { refusedAddress, type TriedView, triedAddress } from "../core/render/tried-address.ts";
import type { CheckView, DrawContext } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";
import { detailsOfRun } from "./page-details.ts";

/** `refusal`: a sentence why it cannot be run. Never rejects. */
export type TryAddress = (address: string) => Promise<Tried | { readonly refusal: string }>;

export interface Tried {
  /** As it was asked for, with its scheme. */
  readonly address: string;
  readonly check: Check;
  readonly outcome: Outcome;
}

export interface TryOptions {
  readonly board: Pick<LiveBoard, "config">;
  readonly tryAddress?: TryAddress;
  readonly context: DrawContext;
  readonly nowEpochMs: number;
}

/** `undefined`: addresses cannot be tried here. */
export async function drawTried(address: string, options: TryOptions): Promise<Html | undefined> {
  const tried = await options.tryAddress?.(address);
  if (tried === undefined) return undefined;
  if ("refusal" in tried) return refusedAddress({ address, ...tried }, options.context);
  return triedAddress(viewOf(tried, options), options.context);
}

function viewOf({ address, check, outcome }: Tried, { board, nowEpochMs }: TryOptions): TriedView {
  const view: CheckView & { readonly latest: Outcome } = {
    ...{ check, latest: outcome, state: outcome.status === "unknown" ? "none" : outcome.status, reason: "" },
    ...{ timeline: { bucketMs: check.everyMs, buckets: [] }, response: { answers: 0 } },
  };
  return { ...detailsOfRun(view, { config: board.config, nowEpochMs }), address, run: outcome };
}
