import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heapBytes } from "../../../../test/kit/process-state.ts";
import { ReceivedBytes } from "./received-bytes.ts";

function receive(pieces: readonly Buffer[]): ReceivedBytes {
  const received = new ReceivedBytes();
  for (const piece of pieces) received.push(piece);
  return received;
}

describe("bytes that are received piece by piece", () => {
  it("are those that came, in their order, however they were cut", () => {
    const anyPieces = fc.array(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        const received = receive(pieces);
        expect(received.all()).toEqual(Buffer.concat(pieces));
        expect(received.count).toBe(received.all().length);
      }),
    );
  });

  it("36. take little more memory than there are bytes, also if each came alone", () => {
    const before = heapBytes();
    const received = receive(Array.from({ length: 200_000 }, () => Buffer.from("x")));
    const grownBytes = heapBytes() - before;
    expect(received.count).toBe(200_000);
    expect(grownBytes).toBeLessThan(5_000_000);
  });
});
