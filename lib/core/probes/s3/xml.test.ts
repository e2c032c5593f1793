import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readElement } from "./xml.ts";

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

describe("readElement", () => {
  it("reads back any text that is written as XML, whatever stands around it", () => {
    const noise = fc.stringMatching(/^[^<]{0,50}$/);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), noise, noise, (text, before, after) => {
        const document = `<?xml version="1.0"?>\n<Error>${before}<Code>${escapeXml(text)}</Code>${after}</Error>`;
        expect(readElement(document, "Code")).toBe(text);
      }),
    );
  });

  it("never throws, gives no element that is not there, and none that is longer than it may be", () => {
    const pieces = fc.constantFrom(
      "<Code>",
      "</Code>",
      "<",
      ">",
      "&",
      "&amp;",
      "&#",
      "&#x110000;",
      "&#99999999;",
      "x",
      "\u0000",
      "<!--",
      "]]>",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = readElement(parts.join(""), "Code");
        expect(text === undefined || parts.join("").includes("</Code>")).toBe(true);
        expect((text ?? "").length).toBeLessThanOrEqual(2_048);
      }),
    );
    expect(readElement(`<Code>${"x".repeat(2_049)}</Code>`, "Code")).toBeUndefined();
  });

  it.each([
    ["&#65;&#x42;&apos;", "AB'"],
    ["&amp;lt;", "&lt;"],
    ["&#x110000;&unknown;&", "&#x110000;&unknown;&"],
    ["", ""],
  ])("decodes %s", (written, read) => {
    expect(readElement(`<Key>${written}</Key>`, "Key")).toBe(read);
  });

  it.each(["<Code>", "<Code>a", "<Code>a<b/></Code>", "<Code>a</Key>", "<code>a</code>", ""])("finds no text in %s", (xml) => {
    expect(readElement(xml, "Code")).toBeUndefined();
  });

  it("reads no further than 64 KB, in linear time", () => {
    expect(readElement(`${" ".repeat(65_536)}<Code>a</Code>`, "Code")).toBeUndefined();
    expect(readElement("<Code>".repeat(1_000_000), "Code")).toBeUndefined();
    expect(readElement(`<Code>${"&".repeat(2_000)}</Code>`, "Code")).toBe("&".repeat(2_000));
  });
});
