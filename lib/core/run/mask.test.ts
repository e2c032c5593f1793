import { describe, expect, it } from "vitest";
import { maskText } from "./mask.ts";

describe("maskText", () => {
  it.each([
    ["a bearer token", "authorization: Bearer abcdef123456", "authorization: ***"],
    ["a token in JSON", '{"token":"s3cr3t-value","ok":true}', '{"token":"***","ok":true}'],
    ["a password in a query", "password=hunter2&x=1", "password=***&x=1"],
    ["an AWS key id", "key AKIAIOSFODNN7EXAMPLE used", "key *** used"],
    ["a cookie", "set-cookie: sid=4f2a; HttpOnly\r\nage: 3", "set-cookie: *** age: 3"],
    ["a cookie in JSON", '{"cookie":"sid=4f2a","ok":true}', '{"cookie":"***","ok":true}'],
    ["a JSON web token", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0", "***"],
  ])("141. hides %s", (_, text, expected) => {
    expect(maskText(text)).toBe(expected);
  });

  it("hides every value that it is told, wherever it stands", () => {
    expect(maskText("got pa55word, and pa55word again", ["pa55word"])).toBe("got ***, and *** again");
  });

  it("leaves ordinary text alone", () => {
    const text = '{"status":"down","reason":"db pool exhausted","pool":"50/50"}';
    expect(maskText(text)).toBe(text);
  });

  it("takes out escape sequences and marks that reverse the text", () => {
    expect(maskText("a\u001b[2Jb\u202ec\nd\te\u0000")).toBe("a[2Jbc d e");
  });

  it("stays linear on hostile text", () => {
    const text = `${"token".repeat(20_000)}${"=".repeat(20_000)}`;
    expect(maskText(text).length).toBeGreaterThan(0);
  });
});
