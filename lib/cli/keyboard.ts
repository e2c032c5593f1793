/** Single keys of whoever sits at a terminal: it is in raw mode while they are listened to, and as it was before at the end. */
import { readFileSync } from "node:fs";
import type { ReadStream } from "node:tty";

export interface Keyboard {
  /** A terminal. */
  readonly stdin: ReadStream;
  /** What Ctrl-C does. */
  readonly quit: () => void;
}

/** What each key does, in small letters. Others do nothing. */
export type KeyActions = Readonly<Record<string, () => void>>;

/** It is ours again some time after the shell has brought us back to the foreground; nobody says when. */
const TAKE_EVERY_MS = 300;
const CTRL_C = "\u0003";
/** What a terminal in raw mode leaves to us: Ctrl-Z and Ctrl-\. */
const SIGNALS: Readonly<Record<string, NodeJS.Signals>> = { "\u001a": "SIGTSTP", "\u001c": "SIGQUIT" };

/** Listens until the function that it returns is called. */
export function listenToKeys({ quit, stdin }: Keyboard, actions: KeyActions): () => void {
  let hasTerminal = false;
  const takeTerminal = () => {
    if (hasTerminal || !isInForeground()) return;
    hasTerminal = true;
    // The shell may have changed it without our knowing.
    stdin.setRawMode(false).setRawMode(true).resume();
  };
  const giveBack = () => {
    hasTerminal = false;
    stdin.pause();
    if (isInForeground()) stdin.setRawMode(false);
  };
  const onData = (data: Buffer | string) => {
    const key = data.toString();
    const signal = SIGNALS[key];
    if (key.includes(CTRL_C)) return quit();
    // A text that was pasted, or an arrow, is more than one letter, and no key of ours.
    if (signal === undefined || process.platform === "win32") return actions[key.toLowerCase()]?.();
    giveBack();
    process.kill(WHOLE_GROUP, signal);
  };
  // Who is paused does not begin to read because somebody listens: in the background the system would stop us for it.
  stdin.pause().on("data", onData).on("error", ignore);
  process.on("SIGCONT", giveBack);
  const timer = setInterval(takeTerminal, TAKE_EVERY_MS).unref();
  takeTerminal();
  return () => {
    clearInterval(timer);
    process.off("SIGCONT", giveBack);
    stdin.off("data", onData);
    giveBack();
  };
}

/** As the terminal itself does it: npm and the shell around us stop too. */
const WHOLE_GROUP = 0;

/** A terminal that is gone has no keys. */
function ignore(): void {}

/** Who touches its terminal from the background (`bongsu dev &`) is stopped by the system. Without /proc nobody can tell. */
function isInForeground(): boolean {
  try {
    const [, , group, , , foregroundGroup] = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(foregroundGroup) <= 0 || group === foregroundGroup;
  } catch {
    return true;
  }
}
