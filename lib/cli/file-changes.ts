/** Whether a file is still as it was. It is looked at, not listened to: editors put a new file in the place of the old one, and not every disk tells of it. */
import { stat } from "node:fs/promises";
import type { Clock } from "../core/ports.ts";

const LOOK_EVERY_MS = 500;

/** Of a file that is not there: empty. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return "";
  }
}

/** Resolves once the file is no longer what it was at that stamp, and has stopped changing; or when the signal aborts. */
export async function changed(
  path: string,
  since: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  let before = since;
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    const now = await stampOf(path);
    if (now !== since && now === before) return;
    before = now;
  }
}
