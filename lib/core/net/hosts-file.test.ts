import { describe, expect, it } from "vitest";
import { parseHosts } from "./hosts-file.ts";

describe("parseHosts", () => {
  it("reads several names a line, comments and both families", () => {
    const table = parseHosts("127.0.0.1 localhost Me.Local # comment\n::1 localhost\n# 10.0.0.1 gone\nnonsense here\n");
    expect(table.get("localhost")).toEqual([
      { ip: "127.0.0.1", family: 4 },
      { ip: "::1", family: 6 },
    ]);
    expect(table.get("me.local")).toEqual([{ ip: "127.0.0.1", family: 4 }]);
    expect(table.has("gone")).toBe(false);
    expect(table.has("here")).toBe(false);
  });
});
