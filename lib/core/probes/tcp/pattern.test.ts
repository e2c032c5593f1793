import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "./pattern.ts";

const anyBytes = fc
  .array(fc.oneof(fc.constantFrom("\r\n", "\r", "\n", "220 ready", "결제", " "), fc.string({ unit: "binary", maxLength: 8 })), {
    maxLength: 20,
  })
  .map((pieces) => Buffer.from(pieces.join(""), "utf8"));

describe("a pattern in bytes from a stranger", async () => {
  const patterns = await Promise.all(
    ["^220 (\\w+)$", "결제", "\\r\\n", "(?s).*", "$", "^(\\s*)$", "(a)|(b)"].map(compilePattern),
  );

  it.each(patterns)("$source is found within them or not at all, and what it captured stands there", ({ find }) => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, fc.uint8Array({ maxLength: 60 }).map(Buffer.from)), (bytes) => {
        const found = find(bytes);
        if (found === undefined) return;
        expect(found.endBytes).toBeGreaterThanOrEqual(0);
        expect(found.endBytes).toBeLessThanOrEqual(bytes.length);
        const taken = bytes.toString("latin1", 0, found.endBytes);
        const whole = found.groups[0]?.toString("latin1") ?? "";
        expect([taken, taken.replaceAll("\r\n", "\n")].some((text) => text.endsWith(whole))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
