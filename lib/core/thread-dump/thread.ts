/** One thread of a JVM at the moment of a dump. */
export interface JavaThread {
  readonly name: string;
  /** Unique in the dump. */
  readonly id: string;
  readonly state: ThreadState;
  /** `com.acme.sms.SmsStatusJob.awaitReply`, the innermost first: without module, file and line, which change from build to build. */
  readonly frames: readonly string[];
  /** Who holds the lock that it waits for; absent where it waits for none, or nobody is known to hold it. */
  readonly ownerId?: string;
}

export const THREAD_STATES = ["NEW", "RUNNABLE", "BLOCKED", "WAITING", "TIMED_WAITING", "TERMINATED"] as const;
export type ThreadState = (typeof THREAD_STATES)[number];

export type ParsedDump = { readonly threads: readonly JavaThread[] } | { readonly unreadable: string };

/** A runaway recursion has thousands of frames; these tell enough. */
export const FRAMES_MAX = 60;

/** Longer than any name that helps. */
export const NAME_MAX_CHARACTERS = 120;

export function isThreadState(word: unknown): word is ThreadState {
  return THREAD_STATES.some((state) => state === word);
}
