import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileItem } from "../../../test/kit/hostile-report.ts";
import { anOutcome } from "../../../test/kit/outcomes.ts";
import { aMorning, aRanCheck } from "../../../test/kit/report-items.ts";
import { renderJunit } from "./junit.ts";

const options = { name: "acme", timezone: "Asia/Seoul", startedAtEpochMs: Date.UTC(2026, 10, 22, 8, 40, 2), elapsedMs: 912 };
const OPEN_TAG = /<([\w-]+)((?: [\w:]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)>/y;
const CLOSE_TAG = /<\/([\w-]+)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot);)+/y;

/** What is open when the text ends, or where it stops being XML. */
function unfinished(xml: string): readonly string[] {
  const open: string[] = [];
  let at = xml.indexOf("\n");
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(xml);
    at = match === null ? at : pattern.lastIndex;
    return match;
  };
  while (at < xml.length) {
    const opened = next(OPEN_TAG);
    if (opened !== null && opened[3] === "") open.push(opened[1] ?? "");
    if (opened !== null || next(TEXT) !== null) continue;
    const closed = next(CLOSE_TAG);
    if (closed === null || open.pop() !== closed[1]) return [...open, `not XML: ${xml.slice(at, at + 40)}`];
  }
  return open;
}

describe("JUnit XML", () => {
  it("has a case a check, in file order, with its place, and counts what went wrong", () => {
    const xml = renderJunit(aMorning(), options);
    const counts = 'tests="4" failures="1" errors="0" skipped="1" time="0.912"';
    expect(xml).toContain(`<testsuites name="bongsu run" ${counts}>`);
    expect(xml).toContain(`<testsuite name="acme" ${counts} timestamp="2026-11-22T08:40:02.000Z">`);
    expect([...xml.matchAll(/<testcase name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      ...["acme-prod/login", "acme-prod/checkout", "globex/search", "globex/tokens"],
    ]);
    expect(xml).toContain(
      '<testcase name="acme-prod/checkout" classname="acme.acme-prod" time="0.650" file="checks.yaml" line="14">',
    );
    expect(xml).toContain('<failure message="expected status == 200, got 503" type="expectation-unmet">');
    expect(xml).toContain('<skipped message="only on AWS (logs)"/>');
    expect(xml).toMatch(/<testcase name="globex\/search"[^>]*>\n {6}<system-out> \[SLOW\] globex\/search/);
    expect(unfinished(xml.trimEnd())).toEqual([]);
  });

  it("calls what our own fault kept from running an error, not a failure", () => {
    const failure = { phase: "prober", code: "secret-unavailable", message: "KEY is not set" } as const;
    const xml = renderJunit([aRanCheck({ outcome: anOutcome({ status: "unknown", failure }) })], options);
    expect(xml).toContain('failures="0" errors="1"');
    expect(xml).toContain('<error message="KEY is not set" type="secret-unavailable">');
  });

  it("is well formed whatever a title, a body or a message holds, and holds no secret", () => {
    fc.assert(
      fc.property(fc.array(hostileItem, { maxLength: 4 }), (items) => {
        const xml = renderJunit(items, options);
        expect(unfinished(xml.trimEnd())).toEqual([]);
        expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        expect(xml).not.toContain("abcdefghijklmnop");
      }),
    );
  });
});
