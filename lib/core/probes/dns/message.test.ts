import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AA,
  addressRecord,
  answerTo,
  nameBytes,
  record,
  stringBytes,
  TC,
  TYPE,
  uint16,
  uint32,
} from "../../../../test/kit/dns-wire.ts";
import { type DnsMessage, decodeMessage, encodeQuery, type Query } from "./message.ts";
import { readReply } from "./reply.ts";

const query: Query = { id: 0xbeef, name: "www.acme.example", type: TYPE.A, class: 1, recurse: true, edns: true };
const asked = encodeQuery(query);

function decoded(bytes: Buffer): DnsMessage {
  const result = decodeMessage(bytes);
  if ("malformed" in result) throw new Error(`malformed: ${result.malformed}`);
  return result.message;
}

function dataOf(type: number, data: Buffer, part: { class?: number } = {}): string | undefined {
  return decoded(answerTo(asked, { answers: [record(type, data, part)] })).answers[0]?.data;
}

describe("a question", () => {
  it("is written as RFC 1035 has it, with EDNS and 1232 bytes of room (RFC 6891)", () => {
    const header = "beef 0100 0001 0000 0000 0001";
    const question = "03 777777 04 61636d65 07 6578616d706c65 00 0001 0001";
    expect(asked.toString("hex")).toBe(`${header}${question}00 0029 04d0 00000000 0000`.replaceAll(" ", ""));
  });

  it("101. carries RD only when the server shall ask others, and no EDNS when told so", () => {
    const plain = encodeQuery({ ...query, recurse: false, edns: false });
    expect(plain.subarray(2, 12).toString("hex")).toBe("00000001000000000000");
  });

  it("can ask for the root and in class CH", () => {
    const root = encodeQuery({ ...query, name: ".", type: TYPE.NS, class: 3, edns: false });
    expect(root.subarray(12).toString("hex")).toBe("0000020003");
  });
});

describe("the data of a record", () => {
  it.each<[string, number, Buffer, string]>([
    ["A", TYPE.A, Buffer.from([192, 0, 2, 7]), "192.0.2.7"],
    ["AAAA", TYPE.AAAA, Buffer.from("20010db8000000000000000000000007", "hex"), "2001:db8::7"],
    ["NS", TYPE.NS, nameBytes("NS1.Acme.Example"), "ns1.acme.example"],
    ["MX", TYPE.MX, Buffer.concat([uint16(10), nameBytes("mail.acme.example")]), "10 mail.acme.example"],
    ["MX for no mail", TYPE.MX, Buffer.concat([uint16(0), nameBytes(".")]), "0 ."],
    ["PTR by compression", TYPE.PTR, Buffer.from([3, 0x66, 0x6f, 0x6f, 0xc0, 16]), "foo.acme.example"],
    [
      "SOA",
      TYPE.SOA,
      Buffer.concat([nameBytes("ns1.acme.example"), nameBytes("ops.acme.example"), uint32(4_294_967_295, 1, 2, 3, 4)]),
      "ns1.acme.example ops.acme.example 4294967295 1 2 3 4",
    ],
    ["SRV", TYPE.SRV, Buffer.concat([uint16(1, 2, 5_060), nameBytes("sip.acme.example")]), "1 2 5060 sip.acme.example"],
    ["TXT", TYPE.TXT, stringBytes("v=spf1 -all"), "v=spf1 -all"],
    ["TXT in pieces", TYPE.TXT, Buffer.concat([stringBytes("v=DKIM1; p=AB"), stringBytes("CD")]), "v=DKIM1; p=ABCD"],
    ["TXT in UTF-8", TYPE.TXT, stringBytes("결제 \\ ok"), "결제 \\ ok"],
    ["TXT with terminal codes", TYPE.TXT, stringBytes("\u001b[2J\u202e\n"), "\\027[2J\\226\\128\\174\\010"],
    ["TXT in no encoding", TYPE.TXT, Buffer.from([2, 0xff, 0x41]), "\\255A"],
    ["CAA", TYPE.CAA, Buffer.concat([Buffer.from([0]), stringBytes("issue"), Buffer.from("ca.example")]), '0 issue "ca.example"'],
    ["TLSA", TYPE.TLSA, Buffer.from("030101abcdef", "hex"), "3 1 1 abcdef"],
    ["HTTPS", TYPE.HTTPS, Buffer.from("000100", "hex"), "000100"],
    ["a type without a name", 65_280, Buffer.from("cafe", "hex"), "cafe"],
    ["a name with odd bytes", TYPE.NS, Buffer.from([4, 0x2e, 0x5c, 0x20, 0x07, 0]), "\\.\\\\\\032\\007"],
  ])("is text: %s", (_, type, data, text) => {
    expect(dataOf(type, data)).toBe(text);
  });

  it("102. is read in class CH too, where an A record is no internet address", () => {
    expect(dataOf(TYPE.TXT, stringBytes("9.18.1"), { class: 3 })).toBe("9.18.1");
    expect(dataOf(TYPE.A, Buffer.from([0, 1, 2]), { class: 3 })).toBe("000102");
  });

  it("reads the flags, the time to live and the code that EDNS extends", () => {
    const edns = record(TYPE.OPT, Buffer.alloc(0), { name: ".", ttlSeconds: 0x0100_0000, class: 4_096 });
    const message = decoded(answerTo(asked, { flags: AA, rcode: 0, answers: [addressRecord("192.0.2.1")], additional: [edns] }));
    expect(message).toMatchObject({ isAuthoritative: true, isTruncated: false, rcode: "RCODE16", hasEdns: true });
    expect(message.answers).toEqual([{ name: "www.acme.example", type: "A", ttlMs: 300_000, data: "192.0.2.1" }]);
    const negative = answerTo(asked, { answers: [addressRecord("192.0.2.1", { ttlSeconds: 0xffff_ffff })] });
    expect(decoded(negative).answers[0]?.ttlMs).toBe(0);
  });
});

describe("a message that lies", () => {
  const pointsAt = (offset: number) => Buffer.from([0xc0 | (offset >> 8), offset & 0xff]);
  const recordNamed = (name: Buffer) => Buffer.concat([name, uint16(TYPE.A, 1, 0, 300, 4), Buffer.from([192, 0, 2, 1])]);
  const recordAt = asked.length - 11;

  it.each<[string, Buffer]>([
    ["is cut short", answerTo(asked, { answers: [addressRecord("192.0.2.1")] }).subarray(0, -1)],
    ["promises 65535 records and brings none", answerTo(asked, { counts: [1, 65_535, 65_535, 65_535] })],
    ["promises 65535 questions", answerTo(asked, { counts: [65_535, 0, 0, 0] })],
    ["has a pointer to itself", answerTo(asked, { answers: [recordNamed(pointsAt(recordAt))] })],
    ["has a pointer into the middle of a record", answerTo(asked, { answers: [recordNamed(pointsAt(recordAt + 20))] })],
    ["has a pointer beyond its end", answerTo(asked, { answers: [recordNamed(pointsAt(0x3fff))] })],
    [
      "has a label that points back into itself",
      answerTo(asked, { answers: [recordNamed(Buffer.concat([Buffer.from([1, 0x61]), pointsAt(recordAt)]))] }),
    ],
    ["has a label of an unknown kind", answerTo(asked, { answers: [recordNamed(Buffer.from([0x41, 0]))] })],
    [
      "has a name above 255 bytes",
      answerTo(asked, { answers: [recordNamed(nameBytes(Array(5).fill("a".repeat(60)).join(".")))] }),
    ],
    ["has an address of three bytes", answerTo(asked, { answers: [record(TYPE.A, Buffer.from([1, 2, 3]))] })],
    ["has an address of five bytes", answerTo(asked, { answers: [record(TYPE.A, Buffer.from([1, 2, 3, 4, 5]))] })],
    ["has a text longer than its record", answerTo(asked, { answers: [record(TYPE.TXT, Buffer.from([9, 0x41]))] })],
    ["has a text without a length", answerTo(asked, { answers: [record(TYPE.TXT, Buffer.alloc(0))] })],
    [
      "has data beyond its end",
      Buffer.concat([answerTo(asked, { counts: [1, 1, 0, 0] }), pointsAt(12), uint16(1, 1, 0, 300, 4)]),
    ],
  ])("is malformed when it %s", (_, bytes) => {
    expect(decodeMessage(bytes)).toMatchObject({ malformed: expect.stringMatching(/./) });
  });

  it("cannot make a name cost more than a name's length: a chain of pointers is given up", () => {
    const chain = Array.from({ length: 4_000 }, (_, index) => pointsAt(index === 0 ? 12 : recordAt + 10 + 2 * (index - 1)));
    const holder = Buffer.concat([Buffer.alloc(1), uint16(65_280, 1, 0, 0, 2 * chain.length), ...chain.slice(0, 8_000)]);
    const users = Array.from({ length: 4_000 }, () => recordNamed(pointsAt(recordAt + 11 + 2 * 3_998)));
    const startedMs = performance.now();
    expect(decodeMessage(answerTo(asked, { answers: [holder, ...users] }))).toHaveProperty("malformed");
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it("is never an exception, whatever its bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => isSettled(Buffer.from(bytes))));
  });

  it("is never an exception when an honest one is damaged", () => {
    const honest = answerTo(asked, {
      answers: [
        record(TYPE.CNAME, nameBytes("edge.acme.example")),
        record(TYPE.MX, Buffer.concat([uint16(10), Buffer.from([0xc0, 12])])),
        record(TYPE.TXT, Buffer.concat([stringBytes("one"), stringBytes("two")])),
        record(TYPE.SOA, Buffer.concat([nameBytes("a.example"), nameBytes("b.example"), uint32(1, 2, 3, 4, 5)])),
        record(TYPE.CAA, Buffer.concat([Buffer.from([0]), stringBytes("issue"), Buffer.from("ca")])),
      ],
      additional: [record(TYPE.OPT, Buffer.alloc(0), { name: "." })],
    });
    const damage = fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(honest.length), (changes, cutBytes) => {
        const bytes = Buffer.from(honest);
        for (const [at, value] of changes) bytes.writeUInt8(value, at);
        return isSettled(bytes) && isSettled(bytes.subarray(0, cutBytes));
      }),
      { numRuns: 2_000 },
    );
  });

  function isSettled(bytes: Buffer): boolean {
    const reply = readReply(bytes, query);
    const result = decodeMessage(bytes);
    return Object.keys(reply).length === 1 && ("message" in result || result.malformed !== "");
  }
});

describe("names and addresses", () => {
  const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
  const name = fc.array(label, { minLength: 1, maxLength: 10 }).map((labels) => labels.join("."));

  it("come back from the wire as they were sent, whatever follows them", () => {
    fc.assert(
      fc.property(name, name, (first, second) => {
        const bytes = encodeQuery({ ...query, name: first });
        const message = decoded(answerTo(bytes, { answers: [record(TYPE.NS, nameBytes(second)), addressRecord("192.0.2.9")] }));
        return message.question?.name === first && message.answers[0]?.data === second && message.answers[1]?.name === first;
      }),
    );
  });

  it("of both families come back in their shortest form", () => {
    fc.assert(fc.property(fc.ipV4(), (ip) => decoded(answerTo(asked, { answers: [addressRecord(ip)] })).answers[0]?.data === ip));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const ip = dataOf(TYPE.AAAA, Buffer.from(bytes));
        return ip !== undefined && new URL(`http://[${ip}]/`).hostname === new URL(`http://[${hexGroups(bytes)}]/`).hostname;
      }),
    );
  });

  function hexGroups(bytes: Uint8Array): string {
    return (Buffer.from(bytes).toString("hex").match(/.{4}/g) ?? []).join(":");
  }
});

describe("readReply", () => {
  const honest = { answers: [addressRecord("192.0.2.1")] };

  it.each<[string, Buffer]>([
    ["with another number", answerTo(asked, { ...honest, id: 0xbeee })],
    ["to another name", answerTo(asked, { ...honest, question: Buffer.concat([nameBytes("evil.example"), uint16(1, 1)]) })],
    ["to another type", answerTo(asked, { ...honest, question: Buffer.concat([nameBytes(query.name), uint16(28, 1)]) })],
    ["in another class", answerTo(asked, { ...honest, question: Buffer.concat([nameBytes(query.name), uint16(1, 3)]) })],
    ["without a question, though without a fault", answerTo(asked, { question: Buffer.alloc(0) })],
    ["of less than a header", asked.subarray(0, 11)],
    ["that is our own question come back", asked],
  ])("does not take for ours an answer %s", (_, bytes) => {
    expect(readReply(bytes, query)).toHaveProperty("stray");
  });

  it("takes an answer whose name is written in other letters, or that has no question because it could not be read", () => {
    const shouted = Buffer.concat([nameBytes("WWW.Acme.EXAMPLE"), uint16(1, 1)]);
    expect(readReply(answerTo(asked, { ...honest, question: shouted }), query)).toHaveProperty("answer");
    expect(readReply(answerTo(asked, { rcode: 1, question: Buffer.alloc(0) }), query)).toHaveProperty("answer");
  });

  it("leaves out the records of a truncated answer, which may be cut anywhere", () => {
    const cut = answerTo(asked, { flags: TC, ...honest }).subarray(0, -3);
    expect(readReply(cut, query)).toMatchObject({ answer: { isTruncated: true, answers: [] } });
  });
});
