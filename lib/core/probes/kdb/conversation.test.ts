/** The conversation on a connection whose bytes come exactly as the test cuts them. */
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NUMBERS_ANSWER, TWO } from "../../../../test/kit/q/vectors.ts";
import { message } from "../../../local/tour/q/encode.ts";
import { FAILURE_CODES } from "../../model/failure.ts";
import { systemClock } from "../../time/clock.ts";
import { type Deadline, startDeadline } from "../../time/deadline.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import { type Answer, ask } from "./ask.ts";
import { encodeQuestion } from "./codec/message.ts";
import { shakeHands } from "./handshake.ts";
import { readNumbers } from "./numbers.ts";
import { Wire } from "./wire.ts";

const GREETED = Buffer.from([3]);
const two = Buffer.from(TWO, "hex");
const numbers = Buffer.from(NUMBERS_ANSWER, "hex");
const TWO_VALUE = { value: { shape: "atom", type: "long", value: 2n } };

describe("a reply and an answer", () => {
  const stream = Buffer.concat([GREETED, two, numbers]);

  it("are read wherever the stream is cut", async () => {
    for (let at = 1; at < stream.length; at++) {
      const { answers } = await converse([stream.subarray(0, at), stream.subarray(at)]);
      expect(answers[0]).toEqual(TWO_VALUE);
      expect(answers[1]).toMatchObject({ value: { shape: "list" } });
    }
  });

  it("are read a byte at a time", async () => {
    const { answers } = await converse([...stream].map((byte) => Buffer.from([byte])));
    expect(answers[0]).toEqual(TWO_VALUE);
  });

  it("are read when all comes in one piece with the byte of the handshake", async () => {
    const { answers } = await converse([stream]);
    expect(answers[0]).toEqual(TWO_VALUE);
    expect(readNumbers(answers[1] ?? missing(), Date.UTC(2022, 10, 1))).toEqual({
      facts: { clockSkew: 123, memoryUsedBytes: 168_304, handles: 7, queuedBytes: 0 },
    });
  });

  it("are read in the byte order of the server", async () => {
    const bigEndian = Buffer.from("000200000000000dfa00000001", "hex");
    expect((await converse([GREETED, bigEndian, numbers])).answers[0]).toEqual({
      value: { shape: "atom", type: "int", value: 1 },
    });
  });

  it("are found behind messages that nobody asked for, which get no answer", async () => {
    const pushed = Buffer.concat([message(0, two.subarray(8)), message(1, two.subarray(8))]);
    const { answers, sent } = await converse([GREETED, pushed, two, numbers]);
    expect(answers[0]).toEqual(TWO_VALUE);
    expect(sent).toEqual(Buffer.concat([Buffer.from("anonymous:\x03\0"), encodeQuestion("1+1"), encodeQuestion("1+1")]));
  });

  it("are not waited for behind messages without end", async () => {
    const pushed = Buffer.concat(Array.from({ length: 200 }, () => message(0, two.subarray(8))));
    expect((await converse([GREETED, pushed])).answers[0]).toMatchObject({
      failure: { code: "protocol-error", message: "the server sent 100 messages that nobody asked for, and no answer" },
    });
  });
});

describe("a reply to the handshake", () => {
  it.each([0, 1, 2, 3])("of %i is one that we can read", async (capability) => {
    expect((await converse([Buffer.from([capability]), two, numbers])).refused).toBeUndefined();
  });

  it("above what we offered is no kdb+", async () => {
    expect((await converse([Buffer.from([6])])).refused).toEqual({
      phase: "handshake",
      code: "protocol-error",
      message: "the reply to the handshake is 0x06, where kdb+ sends a number up to 3",
    });
  });

  it("that is a TLS alert says so, in one piece or two", async () => {
    for (const chunks of [["15030100020246"], ["15", "030100020246"]]) {
      expect((await converse(chunks.map((hex) => Buffer.from(hex, "hex")))).refused).toMatchObject({
        code: "protocol-error",
        message: "the server speaks TLS on this port: it answered the handshake with a TLS alert",
      });
    }
  });

  it("that only looks like one is no kdb+", async () => {
    expect((await converse([Buffer.from("1504", "hex")])).refused?.message).toContain("is 0x15");
  });

  it("that came while our own loop stood still is not called a stall", async () => {
    const socket = scriptedSocket([]);
    const deadline = startDeadline(1, systemClock);
    const shaking = shakeHands(wireOf(socket), {}, deadline);
    deadline.signal.addEventListener("abort", () => setImmediate(() => socket.push(GREETED)));
    expect(await shaking).toBeUndefined();
    deadline.clear();
  });
});

describe("whatever a server sends", () => {
  it("ends in an answer or in a failure with a known code", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(two, numbers, GREETED, two.subarray(0, 9), numbers.subarray(3)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (chunks) => {
        const { refused, answers } = await converse([GREETED, ...chunks], { endsAfter: true });
        const failures = [refused, ...answers.map((answer) => ("failure" in answer ? answer.failure : undefined))];
        for (const failure of failures) if (failure !== undefined) expect(FAILURE_CODES).toContain(failure.code);
      }),
      { numRuns: 300 },
    );
  });
});

interface Conversation {
  readonly refused: Awaited<ReturnType<typeof shakeHands>>;
  readonly answers: readonly Answer[];
  readonly sent: Buffer;
}

/** Shakes hands and asks twice, over a socket that is given these chunks, one a turn of the loop. */
async function converse(chunks: readonly Buffer[], { endsAfter = false } = {}): Promise<Conversation> {
  const sent: Buffer[] = [];
  const socket = scriptedSocket(sent);
  const deadline = startDeadline(2_000, systemClock);
  const feeding = feed(socket, endsAfter ? [...chunks, null] : chunks);
  const wire = wireOf(socket);
  const refused = await shakeHands(wire, {}, deadline);
  const answers = refused === undefined ? await askTwice(wire, deadline) : [];
  await feeding;
  deadline.clear();
  socket.destroy();
  return { refused, answers, sent: Buffer.concat(sent) };
}

async function askTwice(wire: Wire, deadline: Deadline): Promise<Answer[]> {
  wire.stopwatch.enter("query");
  const first = await ask("1+1", wire, deadline);
  return "failure" in first ? [first] : [first, await ask("1+1", wire, deadline)];
}

async function feed(socket: Socket, chunks: readonly (Buffer | null)[]): Promise<void> {
  for (const chunk of chunks) {
    socket.push(chunk);
    await nextTurn();
  }
}

function wireOf(socket: Socket): Wire {
  return new Wire(socket, { stopwatch: new Stopwatch(systemClock, "connect") });
}

/** Takes what is written, and gives what the test pushes. */
function scriptedSocket(sent: Buffer[]): Socket {
  const write = (chunk: Buffer, _: unknown, done: () => void) => {
    sent.push(chunk);
    done();
  };
  return new Duplex({ read: () => undefined, write }) as Socket;
}

function missing(): never {
  throw new Error("there is no second answer");
}
