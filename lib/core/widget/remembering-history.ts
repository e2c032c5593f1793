/** Answers that are a few seconds old serve again: each metric that is read costs money, and dashboards refresh by themselves. */
import type { Clock, HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";

interface Remembered {
  readonly untilMs: number;
  readonly answers: Promise<readonly HistoryAnswer[]>;
}

const REMEMBERED_MAX = 30;

export interface RememberingOptions {
  readonly clock: Clock;
  readonly rememberMs: number;
}

/** What could not be read is asked again. */
export function rememberingHistory(history: MetricHistory, { clock, rememberMs }: RememberingOptions): MetricHistory {
  const known = new Map<string, Remembered>();

  function ask(key: string, queries: readonly HistoryQuery[]): Promise<readonly HistoryAnswer[]> {
    const answers = history.read(queries).then((read) => {
      if (read.some((answer) => "unavailable" in answer)) known.delete(key);
      return read;
    });
    known.delete(key);
    known.set(key, { untilMs: clock.monotonicMs() + rememberMs, answers });
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
    return answers;
  }

  return {
    read: async (queries) => {
      const key = JSON.stringify(queries);
      const found = known.get(key);
      return await (found !== undefined && clock.monotonicMs() < found.untilMs ? found.answers : ask(key, queries));
    },
  };
}
