import { describe, expect, it } from "vitest";
import { makeCheck } from "../../test/kit/checks.ts";
import { secretNames } from "./secret-names.ts";

describe("secretNames", () => {
  it("finds every reference in every text of a target, once, in order", () => {
    const target = {
      headers: {
        authorization: `Bearer ${reference("secret:b/token")}`,
        "x-key": `${reference("ssm:/a/key")}${reference("secret:a")}`,
      },
      tls: { key: reference("secret:a") },
      list: [reference("ssm:plain"), reference("env:TOKEN")],
    };
    expect(secretNames([makeCheck({ kind: "http", target })])).toEqual({
      secrets: ["a", "b/token"],
      parameters: ["/a/key", "plain"],
      variables: ["TOKEN"],
    });
  });

  it("finds nothing where nothing is referred to", () => {
    const target = { url: "https://a.example/$secret:a", port: 1, tls: null };
    expect(secretNames([makeCheck({ kind: "http", target })])).toEqual({ secrets: [], parameters: [], variables: [] });
  });
});

function reference(name: string): string {
  return `\${${name}}`;
}
