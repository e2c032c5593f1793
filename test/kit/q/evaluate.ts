/** The handful of q expressions that the fake process knows. */
import type { Sendable } from "./encode.ts";

export interface Surroundings {
  /** Open handles, the asking one among them. */
  readonly handles: number;
  /** Told before the process blocks. */
  readonly onBlock: () => void;
}

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
export function evaluate(expression: string, { handles, onBlock }: Surroundings): Sendable {
  const seconds = /^system"sleep (\d+(?:\.\d+)?)"$/.exec(expression)?.[1];
  if (seconds !== undefined) {
    onBlock();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(seconds) * 1_000);
    return [];
  }
  switch (expression) {
    case "1+1":
      return 2n;
    case "count .z.W":
      return BigInt(handles);
    case ".z.p":
      return now();
    case "(.z.p;.Q.w[];count .z.W;sum sum each .z.W)":
      return [now(), MEMORY, BigInt(handles), 0n];
    case "([]sym:1 2)":
      return { table: { sym: [1n, 2n] } };
    case "`up":
      return { symbol: "up" };
    default:
      return { error: "type" };
  }
}

function now(): Sendable {
  return { ns: BigInt(Date.now() - EPOCH_MS) * NS_PER_MS };
}
