/** Whatever a server says before TLS: an end or a wish for more, never an exception. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAILURE_CODES } from "../../model/failure.ts";
import type { Dialogue, Want } from "./dialogue.ts";
import { START_TLS, START_TLS_PROTOCOLS } from "./index.ts";

/** What servers of all dialects say, so that almost right talks come up too. */
const PIECES = [
  ...["220 hi\r\n", "220-a\r\n", "250-STARTTLS\r\n", "250 OK\r\n", "234 AUTH\r\n", "500 no\r\n", "\r\n", "\n", "."],
  ...[
    "* OK ready\r\n",
    "* PREAUTH\r\n",
    "* CAPABILITY STARTTLS\r\n",
    "a1 OK\r\n",
    "a2 OK\r\n",
    "+OK\r\n",
    "-ERR\r\n",
    "STLS\r\n",
    ".\r\n",
  ],
  ...["<stream:stream>", "<stream:features>", "<starttls/>", "</stream:features>", "<proceed/>", "<failure/>", "<", ">"],
  ...["S", "N", "E", "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", "\x30\x84\xff\xff\xff\xff", "\x30\x80"],
  ...["\x20\x00\x00\x00\x0a8.0\x00", "\x00\x00\x00\x00", "\x03\x00\x00\x00\xff\x10\x04", "\x00".repeat(40)],
];

const anyTalk = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: "binary", maxLength: 40 })), {
    maxLength: 12,
  })
  .map((pieces) => Buffer.from(pieces.join(""), "latin1"));

/** What is wished for is given from what the server said, as negotiate.ts does; `waiting` where that has come to its end. */
function listen(dialogue: Dialogue, talk: Buffer) {
  let at = 0;
  let turn = dialogue.next();
  while (!turn.done) {
    const size = sizeOf(turn.value, talk.subarray(at));
    if (size === undefined) return "waiting";
    turn = dialogue.next(talk.subarray(at, at + size));
    at += size;
  }
  return turn.value;
}

function sizeOf(want: Want, left: Buffer): number | undefined {
  if ("send" in want) return 0;
  if ("bytes" in want) return want.bytes <= left.length ? want.bytes : undefined;
  const end = left.indexOf(want.until);
  return end < 0 ? undefined : end + want.until.length;
}

describe.each(START_TLS_PROTOCOLS)("STARTTLS of %s", (protocol) => {
  it("ends with leave to begin TLS, with a failure, or waits, whatever the server says", () => {
    fc.assert(
      fc.property(anyTalk, (talk) => {
        const end = listen(START_TLS[protocol]("mail.acme.example"), talk);
        if (end === undefined || end === "waiting") return;
        expect(FAILURE_CODES).toContain(end.code);
        expect(end.phase).toBe("starttls");
        expect(end.message).toMatch(/^\P{Cc}{1,400}$/u);
      }),
      { numRuns: 500 },
    );
  });
});
