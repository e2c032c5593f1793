/** The handful of q expressions that the fake process knows. */
import type { Sendable } from "./encode.ts";

export interface Surroundings {
  /** Open handles, the asking one among them. */
  readonly handles: number;
  readonly nowEpochMs: number;
  /** For how long one inserted row takes the thread. */
  readonly rowMs: number;
  /** Told before the process blocks on a `sleep`. */
  readonly onBlock: () => void;
}

/** What a client sends to insert one row. */
export const INSERT_ROW = "`ticks insert (.z.p;`ACME;101.5;200)";

const EPOCH_MS = Date.UTC(2000, 0, 1);
const NS_PER_MS = 1_000_000n;
const MEMORY = new Map(
  Object.entries({
    used: 168_304n,
    heap: 67_108_864n,
    peak: 67_108_864n,
    wmax: 0n,
    mmap: 0n,
    mphy: 8_589_934_592n,
    syms: 577n,
    symw: 23_644n,
  }),
);

/** Really takes the thread for as long as the expression says: nobody else is served meanwhile. */
export function evaluate(expression: string, { handles, nowEpochMs, onBlock, rowMs }: Surroundings): Sendable {
  const seconds = /^system"sleep (\d+(?:\.\d+)?)"$/.exec(expression)?.[1];
  if (seconds !== undefined) {
    onBlock();
    takeThread(Number(seconds) * 1_000);
    return [];
  }
  switch (expression) {
    case INSERT_ROW:
      takeThread(rowMs);
      return [0n];
    case "1+1":
      return 2n;
    case "count .z.W":
      return BigInt(handles);
    case ".z.p":
      return timestamp(nowEpochMs);
    case "(.z.p;.Q.w[];count .z.W;sum sum each .z.W)":
      return [timestamp(nowEpochMs), MEMORY, BigInt(handles), 0n];
    case "([]sym:1 2)":
      return { table: { sym: [1n, 2n] } };
    case "`up":
      return { symbol: "up" };
    default:
      return { error: "type" };
  }
}

function timestamp(epochMs: number): Sendable {
  return { ns: BigInt(epochMs - EPOCH_MS) * NS_PER_MS };
}

/** As a write to disk does: nobody else gets a turn, though the processor rests. */
function takeThread(durationMs: number): void {
  if (durationMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
