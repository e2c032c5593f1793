/**
 * Records that our functions wrote to their logs, read back: bounded in pages and time, since a storm writes more than anyone
 * needs. Reading a log costs nothing but the call.
 */
import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../core/ports.ts";
import { isRecord } from "../core/shapes.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError } from "./api-error.ts";
import type { RecordKind } from "./log-records.ts";
import { LATE, within } from "./within.ts";

export interface RecordQuery {
  readonly logGroupName: string;
  /** Of the log; absent: that of this process. */
  readonly region?: string;
  /** Values of the records' field `bongsu`: `outcome`, `threads`. */
  readonly kinds: readonly RecordKind[];
  /** Only of these checks; of all where there are none or too many to name. */
  readonly checks?: readonly string[];
  readonly fromEpochMs: number;
  /** Default: now. */
  readonly toEpochMs?: number;
}

/** Oldest first; `problem` says in a sentence why there may be more. */
export interface FoundRecords {
  readonly records: readonly unknown[];
  readonly problem?: string;
}

export interface RecordReaderOptions {
  readonly client: CloudWatchLogsClient;
  /** For logs elsewhere. Default: the same, whatever the Region. */
  readonly clientIn?: (region: string) => CloudWatchLogsClient;
  /** Time for one `read`. */
  readonly budgetMs: number;
  readonly clock?: Clock;
}

const PAGES_MAX = 10;
/** CloudWatch's limit of a filter pattern. */
const PATTERN_CHARACTERS_MAX = 1_024;

/** Never rejects: what cannot be read is missing evidence, not a fault. */
export function createRecordReader({ client, clientIn = () => client, budgetMs, clock = systemClock }: RecordReaderOptions) {
  async function ask(query: RecordQuery, nextToken: string | undefined, endMs: number) {
    const command = new FilterLogEventsCommand({
      logGroupName: query.logGroupName,
      startTime: query.fromEpochMs,
      ...(query.toEpochMs === undefined ? {} : { endTime: query.toEpochMs }),
      filterPattern: patternOf(query),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const asked = query.region === undefined ? client : clientIn(query.region);
    const send = (abortSignal: AbortSignal) => asked.send(command, { abortSignal });
    return await within(send, { timeoutMs: Math.max(1, endMs - clock.monotonicMs()), clock });
  }

  return {
    read: async (query: RecordQuery): Promise<FoundRecords> => {
      const endMs = clock.monotonicMs() + budgetMs;
      const records: unknown[] = [];
      let nextToken: string | undefined;
      try {
        for (let page = 0; page < PAGES_MAX; page += 1) {
          const answer = await ask(query, nextToken, endMs);
          if (answer === LATE) return { records, problem: `the log did not answer within ${budgetMs} ms` };
          records.push(...(answer.events ?? []).flatMap(({ message }) => parseRecord(message)));
          nextToken = answer.nextToken;
          if (nextToken === undefined) return { records };
        }
        return { records, problem: `the log holds more than ${PAGES_MAX} pages` };
      } catch (error) {
        return { records, problem: describeApiError(error) };
      }
    },
  };
}

export type RecordReader = ReturnType<typeof createRecordReader>;

/** Where naming all checks would be too long, all come, and the caller sorts them out. */
function patternOf({ checks = [], kinds }: RecordQuery): string {
  const ofKind = oneOf("$.bongsu", kinds);
  const named = `{ ${ofKind} && ${oneOf("$.check", checks)} }`;
  return checks.length === 0 || named.length > PATTERN_CHARACTERS_MAX ? `{ ${ofKind} }` : named;
}

function oneOf(field: string, values: readonly string[]): string {
  return `(${values.map((value) => `${field} = "${value}"`).join(" || ")})`;
}

function parseRecord(message: string | undefined): unknown[] {
  try {
    const value: unknown = JSON.parse(message ?? "");
    return isRecord(value) ? [value] : [];
  } catch {
    return [];
  }
}
