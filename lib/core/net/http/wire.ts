import type { Failure } from "../../model/failure.ts";

/** How far an exchange had come when it ended early. */
export interface Progress {
  /** Any byte of an answer. */
  readonly isBegun: boolean;
  /** The whole head of the final answer. */
  readonly hasHeaders: boolean;
  readonly receivedBytes: number;
}

/** What the connection itself knows of an exchange, whichever version of HTTP is spoken over it. */
export interface Wire {
  /** Whether anything of an answer has come. */
  hasBegun(): boolean;
  /** Why the exchange ended early; without an error it just closed. */
  explain(error: Error | undefined, progress: Progress): Failure;
}
