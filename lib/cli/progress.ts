/** How far a long run is, said on a terminal while it lasts, and gone when it ends. */
import type { Status } from "../core/model/outcome.ts";
import type { Output } from "./output.ts";

/** Who has to wait less needs no word. */
const EVERY_MS = 500;

export interface Progress {
  ended(status: Status): void;
  stop(): void;
}

export function startProgress(total: number, { progress }: Pick<Output, "progress">): Progress {
  const startedMs = performance.now();
  const count = { ended: 0, down: 0 };
  let isShown = false;
  const show = () => {
    isShown = true;
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    progress?.(` ${count.ended} of ${total} runs${count.down === 0 ? "" : `, ${count.down} down`}, ${seconds} s`);
  };
  const timer = progress === undefined ? undefined : setInterval(show, EVERY_MS).unref();
  return {
    ended: (status) => {
      count.ended += 1;
      if (status === "down") count.down += 1;
    },
    stop: () => {
      clearInterval(timer);
      if (isShown) progress?.("");
    },
  };
}
