import { describe, expect, it } from "vitest";
import { xmpp } from "./xmpp.ts";

describe("the XMPP dialogue", () => {
  it("reads a stretch without a tag in linear time", () => {
    const dialogue = xmpp("acme.example");
    dialogue.next();
    dialogue.next(Buffer.alloc(0));
    const startedMs = performance.now();
    const { value } = dialogue.next(Buffer.from(`<${"stream".repeat(70_000)}<>`));
    expect(value).toEqual({ until: ">" });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it.each([
    ["<stream:stream id='1'>", "<stream:features/>", "does not offer STARTTLS"],
    ["text before it <stream:stream>", "</stream:features>", "does not offer STARTTLS"],
    ["<stream:error/>x<stream:error>", "", "opens no XMPP stream"],
  ])("takes the name of the last tag: %s", (opening, features, words) => {
    const dialogue = xmpp("acme.example");
    dialogue.next();
    dialogue.next(Buffer.alloc(0));
    const opened = dialogue.next(Buffer.from(opening));
    const { value } = opened.done ? opened : dialogue.next(Buffer.from(features));
    expect(value).toMatchObject({ message: expect.stringContaining(words) });
  });
});
