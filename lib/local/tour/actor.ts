/** An actor: a program that plays one process of somebody's environment. */
import type { ScriptReader } from "./script.ts";

/** Begins to play; resolves once it can be asked. It never ends by itself. */
export type Actor = (script: ScriptReader) => Promise<Cue>;

/** What an actor says when it is ready. */
export interface Cue {
  /** Where it listens on 127.0.0.1; absent for those whom nobody asks. */
  readonly port?: number;
}

export const HOST = "127.0.0.1";
