/** Waiting for work of others with an end to it: neither its silence nor its throwing reaches the caller. */
import type { Clock } from "../ports.ts";

export type InTime<T> = { readonly result: T } | { readonly problem: string };

export async function inTime<T>(
  work: () => Promise<T>,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Clock },
): Promise<InTime<T>> {
  const end = new AbortController();
  const late = clock.sleep(timeoutMs, end.signal).then((): InTime<T> => ({ problem: `no answer within ${timeoutMs / 1_000} s` }));
  try {
    return await Promise.race([work().then((result) => ({ result })), late]);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    end.abort();
  }
}
