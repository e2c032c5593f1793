/** A pattern of `expect`, searched for in the bytes that have come. */
import type { RE2JS } from "re2js";

export interface Found {
  /** From the beginning of what was searched to the end of the match. */
  readonly endBytes: number;
  /** What each group of the pattern captured; [0] is the whole match. */
  readonly groups: readonly Buffer[];
  /** The line, or lines, in which the match stands. */
  readonly text: string;
}

export interface Pattern {
  /** As people wrote it. */
  readonly source: string;
  readonly find: (bytes: Buffer) => Found | undefined;
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** RE2 in UTF-8 and linear time; `^` and `$` match at every line. Loads the engine (147 KB) on first use. */
export async function compilePattern(source: string): Promise<Pattern> {
  const { RE2JS: engine } = await import("re2js");
  const compiled = engine.compile(source, engine.MULTILINE);
  return { source, find: (bytes) => findIn(bytes, compiled) };
}

/** `$` must hold before \r\n as before \n, and a pattern that names \r\n itself must hold too. */
function findIn(bytes: Buffer, pattern: RE2JS): Found | undefined {
  const withoutReturns = dropReturns(bytes);
  const found = search(withoutReturns, pattern);
  if (found !== undefined) return { ...found, endBytes: lengthWithReturns(bytes, found.endBytes) };
  return withoutReturns.length === bytes.length ? undefined : search(bytes, pattern);
}

/** Whether there is a match is known long before its place is. */
function search(bytes: Buffer, pattern: RE2JS): Found | undefined {
  if (!pattern.test(bytes)) return undefined;
  const matcher = pattern.matcher(bytes);
  if (!matcher.find()) return undefined;
  const groups = Array.from({ length: pattern.groupCount() + 1 }, (_, group) =>
    bytes.subarray(Math.max(0, matcher.start(group)), Math.max(0, matcher.end(group))),
  );
  const lineBegin = matcher.start() === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, matcher.start() - 1) + 1;
  const lineEnd = bytes.indexOf(LINE_FEED, matcher.end());
  const text = bytes.toString("utf8", lineBegin, lineEnd < 0 ? bytes.length : lineEnd);
  return { endBytes: matcher.end(), groups, text };
}

/** Each \r\n becomes \n. */
function dropReturns(bytes: Buffer): Buffer {
  return bytes.includes("\r\n") ? Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1") : bytes;
}

/** How many bytes of the original make the first `count` bytes of dropReturns. */
function lengthWithReturns(bytes: Buffer, count: number): number {
  let at = 0;
  for (let left = count; left > 0; at++) {
    const isDropped = bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED;
    if (!isDropped) left--;
  }
  return at;
}
