import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messagesDocument } from "../tools/messages-document.ts";

describe("docs/messages.md", () => {
  it("shows messages as they are sent: node tools/messages.ts writes it anew", () => {
    expect(readFileSync(new URL("../docs/messages.md", import.meta.url), "utf8")).toBe(messagesDocument());
  });
});
