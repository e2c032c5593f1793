import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPRESSED, NUMBERS_ANSWER, VECTORS } from "../../../../../test/kit/q/vectors.ts";
import { encode, type Sendable } from "../../../../local/tour/q/encode.ts";
import { decodeBody } from "./decode.ts";
import { encodeQuestion, HEADER_BYTES, MESSAGE_MAX_BYTES, readHeader } from "./message.ts";
import { printValue } from "./print.ts";

const LITTLE = { isLittleEndian: true };
const whole = VECTORS.map(({ hex }) => Buffer.from(hex, "hex"));

describe("messages of others", () => {
  it.each(VECTORS)("$name is read as what it means", ({ hex, printed }) => {
    const message = Buffer.from(hex, "hex");
    const header = readHeader(message);
    expect(header).toMatchObject({ messageBytes: message.length });
    expect(read(message)).toEqual(printed);
  });

  it.each(COMPRESSED)("$name is compressed, and so too large for a health query", ({ hex }) => {
    expect(readHeader(Buffer.from(hex, "hex"))).toEqual({
      malformed: "the answer is too large for a health query (the server has compressed it)",
    });
  });

  it("there are 31 of them", () => {
    expect(VECTORS.length + COMPRESSED.length).toBe(31);
  });

  it("a question is written as KX's own server read it", () => {
    expect(encodeQuestion("1+1").toString("hex")).toBe(VECTORS.find(({ name }) => name === "Q1")?.hex);
    expect(encodeQuestion("(.z.p;.Q.w[];count .z.W;sum sum each .z.W)").toString("hex")).toBe(
      VECTORS.find(({ name }) => name === "Q4")?.hex,
    );
  });
});

describe("a header", () => {
  it.each([
    ["a length of 0", "0102000000000000"],
    ["a length that leaves no body", "0102000008000000"],
    ["a length of 2 GB", "01020000ffffff7f"],
    ["a length one above the cap", header(MESSAGE_MAX_BYTES + 1)],
    ["no byte order", "0202000011000000"],
    ["a kind of message that does not exist", "0103000011000000"],
  ])("with %s is refused", (_, hex) => {
    expect(readHeader(Buffer.from(hex, "hex"))).toHaveProperty("malformed");
  });

  it("with a length at the cap is taken", () => {
    expect(readHeader(Buffer.from(header(MESSAGE_MAX_BYTES), "hex"))).toMatchObject({ messageBytes: MESSAGE_MAX_BYTES });
  });
});

describe("a body that lies", () => {
  it.each(VECTORS)("$name is refused when it is cut anywhere", ({ hex }) => {
    const message = Buffer.from(hex, "hex");
    const { isLittleEndian } = orderOf(message);
    for (let end = HEADER_BYTES; end < message.length; end++) {
      expect(decodeBody(message.subarray(HEADER_BYTES, end), { isLittleEndian })).toHaveProperty("malformed");
    }
  });

  it.each([
    ["a symbol without its end", "f5474f4f47", "a text does not end"],
    ["a count below 0", "0600ffffffff", "it promises -1 items in 0 bytes"],
    ["a count of 2 billion", "0600ffffff7f00000000", "it promises 2147483647 items in 4 bytes"],
    ["a list that promises more than it holds", "000002000000fa01000000", "it ends too early"],
    ["a type that nobody knows", "0300010000000000", "nobody knows the type 3"],
    ["an error inside a list", "0000010000008061006100", "an error stands inside a value"],
    ["a table that is a number", "6200fa01000000", "a table is no dictionary of columns"],
    [
      "columns of different length",
      tableOf("06000100000001000000", "06000000000000"),
      "the columns of a table do not fit together",
    ],
    ["bytes behind the value", "fa0100000000", "1 bytes follow the value"],
    ["nothing at all", "", "it ends too early"],
  ])("with %s is refused", (_, hex, malformed) => {
    const decoded = decodeBody(Buffer.from(hex, "hex"), LITTLE);
    expect(decoded).toHaveProperty("malformed");
    if (malformed !== "it ends too early") expect(decoded).toEqual({ malformed });
  });

  it("may be nested 64 levels deep, and no deeper", () => {
    expect(decodeBody(nested(64), LITTLE)).toHaveProperty("value");
    expect(decodeBody(nested(65), LITTLE)).toEqual({ malformed: "it is nested deeper than 64 levels" });
    expect(decodeBody(nested(10_000), LITTLE)).toEqual({ malformed: "it is nested deeper than 64 levels" });
  });

  it("never makes the decoder or the printer throw, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isLittleEndian) => {
        printed(Buffer.from(bytes), isLittleEndian);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never makes the decoder or the printer throw, when a sound one has been changed", () => {
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 6 }), (message, changes) => {
        const body = Buffer.from(message.subarray(HEADER_BYTES));
        for (const { at, byte } of changes) body[at % body.length] = byte;
        printed(body, true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("every basic type", () => {
  it.each([
    ["boolean", "ff01", "1b"],
    ["byte", "fcff", "0xff"],
    ["short", "fbfeff", "-2"],
    ["short null", "fb0080", "0N"],
    ["short infinity", "fbff7f", "0W"],
    ["int null", "fa00000080", "0N"],
    ["int, minus infinity", "fa01000080", "-0W"],
    ["long infinity", "f9ffffffffffffff7f", "0W"],
    ["long beyond 53 bits", "f9ffffffffffffff0f", "1152921504606846975"],
    ["real", "f80000c03f", "1.5"],
    ["float infinity", "f7000000000000f07f", "0w"],
    ["char", "f641", "A"],
    ["month", "f3ad000000", "2014.06m"],
    ["month before 2000", "f3ffffffff", "1999.12m"],
    ["date", "f2a7140000", "2014.06.23"],
    ["date far beyond the calendar", "f2feffff7f", "2147483646d"],
    ["datetime", "f1000000000000f83f", "2000.01.02T12:00:00.000"],
    ["datetime far beyond the calendar", "f10000000000007042", "1099511627776z"],
    ["timespan", "f0002f685900000000", "0D00:00:01.500000000"],
    ["timespan below 0", "f000d197a6ffffffff", "-0D00:00:01.500000000"],
    ["timestamp before 2000", "f4ffffffffffffffff", "1999.12.31D23:59:59.999999999"],
    ["minute", "efb6020000", "11:34"],
    ["second", "eecfa20000", "11:34:39"],
    ["time", "ed8cfbffff", "-00:00:01.140"],
    ["empty list of symbols", "0b0000000000", ""],
    ["booleans", "01000200000001 00".replace(" ", ""), "1b 0b"],
    ["sorted dictionary", "7f0b0101000000610007000100000002 00000000000000".replace(" ", ""), "`a!2"],
    ["unary function", "6501", "a function"],
    ["projection in a list", "0000020000006801000000fa01000000fa02000000", "(a function;2)"],
    ["derived function", "6a6500", "a function"],
  ])("%s is printed as q prints it", (_, hex, text) => {
    expect(printed(Buffer.from(hex, "hex"), true)).toBe(text);
  });

  it("survives the way from a q process to us", () => {
    const scalar = fc.oneof(
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((value) => ({ sent: value as Sendable, text: String(value) })),
      fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => ({ sent: value as Sendable, text: String(value) })),
      fc.string({ unit: "grapheme" }).map((value) => ({ sent: value as Sendable, text: value })),
    );
    fc.assert(
      fc.property(fc.array(scalar, { maxLength: 20 }), (items) => {
        const text = `(${items.map((item) => item.text).join(";")})`;
        expect(printed(encode(items.map(({ sent }) => sent)), true)).toBe(text);
      }),
    );
  });
});

function read(message: Buffer): string {
  return printed(message.subarray(HEADER_BYTES), orderOf(message).isLittleEndian);
}

function printed(body: Buffer, isLittleEndian: boolean): string {
  const decoded = decodeBody(body, { isLittleEndian });
  return "value" in decoded ? printValue(decoded.value) : decoded.malformed;
}

function orderOf(message: Buffer) {
  const found = readHeader(message);
  return { isLittleEndian: "isLittleEndian" in found && found.isLittleEndian };
}

function header(messageBytes: number): string {
  const bytes = Buffer.from("0102000000000000", "hex");
  bytes.writeUInt32LE(messageBytes, 4);
  return bytes.toString("hex");
}

/** A list in a list in a list; the innermost is empty. */
function nested(levels: number): Buffer {
  return Buffer.concat([...Array.from({ length: levels - 1 }, () => Buffer.from("000001000000", "hex")), encode([])]);
}

function tableOf(...columns: readonly string[]): string {
  return `6200630b00020000006100620000000${columns.length}000000${columns.join("")}`;
}

describe("the answer to the question for numbers", () => {
  it("is 158 bytes long, far below what a server compresses", () => {
    expect(NUMBERS_ANSWER.length / 2).toBe(158);
  });
});
