import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { QUIET_NODE_OPTIONS } from "./quiet-engine.ts";

describe("the quiet engine", () => {
  it("is asked for in words that Node takes from NODE_OPTIONS, which refuses most of V8's", () => {
    const script = "process.stdout.write(typeof gc + require('node:v8').getHeapStatistics().heap_size_limit)";
    const said = (options: readonly string[]) =>
      execFileSync(process.execPath, ["-e", script], { encoding: "utf8", env: { NODE_OPTIONS: options.join(" ") } });
    expect(said(QUIET_NODE_OPTIONS)).toMatch(/^function\d/);
    // The limit of the heap counts the young generation in: it must be the smaller one.
    expect(said(QUIET_NODE_OPTIONS)).not.toBe(said(["--expose-gc"]));
  });
});
