import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileItem } from "../../../test/kit/hostile-report.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import { aMorning, aRanCheck } from "../../../test/kit/report-items.ts";
import type { AddressResult } from "../model/outcome.ts";
import { type ReportOptions, renderRunReport } from "./run-report.ts";

const options: ReportOptions = {
  style: { paint: (_, text) => text, isAscii: false },
  timezone: "Asia/Seoul",
  rerun: "npx bongsu run",
  startedAtEpochMs: Date.UTC(2026, 10, 22, 8, 40, 2),
  elapsedMs: 912,
  isAdHoc: false,
};

function lineWith(part: string, lines: readonly string[]): string {
  return lines.find((line) => line.includes(part)) ?? `no line with ${part}`;
}

describe("the report of a run", () => {
  it("is a table in file order, then the details, failing first, with evidence and what was ruled out", () => {
    expect(renderRunReport(aMorning(), options).join("\n")).toMatchInlineSnapshot(`
      "4 checks, 1 file, from this machine                                 17:40:02 KST

         state      check                total  where the time went
         ✓ OK       acme-prod/login      83 ms  dcsss
         ✕ DOWN     acme-prod/checkout  650 ms  dctssssssssssssssssssssssssb
         ~ SLOW     globex/search       840 ms  csssssssssssssssssssssssssssssssss
                                                certificate: 12 days left
         - SKIP     globex/tokens            -  only on AWS (logs)
                             1 char = 25 ms: d dns, c connect, t tls, s server, b body

       ✕ acme-prod/checkout  결제 API                                   checks.yaml:14
         GET https://api.acme.example/v1/checkout/health
         ✕ status == 200              got 503
         ✕ json $.status == "ok"      got "down"
         ✓ total < 2s                 650 ms
         why      The server itself answers 503.                 confidence: confirmed
         because  answered 503 after 610 ms
         took     dns 4 ms, connect 11 ms, tls 22 ms, server 610 ms, transfer 3 ms
         says     {"status":"down","reason":"db pool exhausted","pool":"50/50"}
         not      DNS (answered in 4 ms); network (TCP in 11 ms); our own prober (1
                  other check on it passes)
         next     Look at the service behind this address, not at the network.
         next     Read its log of that second.
         repeat   curl -sv 'https://api.acme.example/v1/checkout/health'

       ~ globex/search  검색                                            checks.yaml:20
         GET https://search.globex.example/?q=a
         ~ total <= 500ms             got 840 ms
         why      unknown: no known pattern fits; most of the time went into server
         took     connect 20 ms, server 820 ms
         not      network (TCP in 20 ms); our own prober (1 other check on it passes)
         repeat   curl -sv 'https://search.globex.example/?q=a'

       1 down, 1 slow, 1 ok, 1 skipped in 912 ms"
    `);
  });

  it("says in words of one address what a table would show, and how to keep it", () => {
    const [, checkout] = aMorning();
    const lines = renderRunReport(checkout === undefined ? [] : [checkout], { ...options, isAdHoc: true });
    expect(lines[0]).toBe(" ✕ DOWN  결제 API   503 in 650 ms");
    expect(lineWith("1 char", lines)).toMatch(/^ {12}dcts+b {2}\(1 char = 25 ms\)$/);
    expect(lines.at(-3)).toBe("   keep it  npx bongsu init   (then add this address to checks.yaml)");
    expect(lines.at(-1)).toBe(" 1 down in 912 ms");
  });

  it("says plainly that a cause is not known, and claims none", () => {
    const lines = renderRunReport([aRanCheck({ outcome: aDownOutcome() })], options);
    expect(lineWith("why", lines)).toBe("   why      unknown: no known pattern fits");
    expect(lines.join("\n")).not.toContain("because");
  });

  it("shows the code of what broke off the run, and what could not be judged then", () => {
    const failure = { phase: "connect", code: "connect-refused", message: "nothing listens there" } as const;
    const outcome = anOutcome({ status: "down", failure, phases: [{ phase: "connect", ms: 1 }] });
    const lines = renderRunReport(
      [aRanCheck({ outcome, expectations: [{ expected: "status == 200", result: "unjudged" }] })],
      options,
    );
    expect(lineWith("✕ connect-refused", lines)).toBe("   ✕ connect-refused            nothing listens there");
    expect(lineWith("status == 200", lines)).toBe("   - status == 200              not judged");
  });

  it("shortens long ids in the middle, never at the end", () => {
    const check = aCheck({ id: "acme-prod/a-very-long-name/of-a-service/checkout" });
    const lines = renderRunReport([aRanCheck({ check })], options);
    expect(lineWith("✓ OK", lines)).toContain("acme-prod/a-..ice/checkout");
  });

  it("tells of a check in a VPC that this machine may not reach what that does", () => {
    const failure = { phase: "connect", code: "connect-timed-out", message: "no answer" } as const;
    const outcome = anOutcome({ status: "down", failure });
    const inside = aRanCheck({ outcome, check: aCheck({ from: ["vpc"] }) });
    expect(lineWith("VPC", renderRunReport([inside], options))).toContain("note     on AWS it runs from your VPC");
    expect(renderRunReport([aRanCheck({ outcome })], options).join()).not.toContain("VPC");
  });

  it("speaks ASCII alone where it is asked to", () => {
    const english = aMorning().map((item) => ({ ...item, check: { ...item.check, title: item.check.id } }));
    const text = renderRunReport(english, { ...options, style: { ...options.style, isAscii: true } }).join("\n");
    expect(text).toMatch(/^[ -~\n]*$/);
    for (const word of ["[OK]", "[SLOW]", "[DOWN]", "[SKIP]"]) expect(text).toContain(word);
  });

  it("repeats in colour only what words say", () => {
    const colored = { ...options.style, paint: (color: string, text: string) => `<${color}>${text}</${color}>` };
    const text = renderRunReport(aMorning(), { ...options, style: colored }).join("\n");
    expect(text).toContain("<red>✕ DOWN");
    expect(text.replaceAll(/<\/?(?:red|green|yellow|gray)>/g, "")).toBe(renderRunReport(aMorning(), options).join("\n"));
  });
});

describe("whatever stands in a report", () => {
  /** Addresses and commands that people copy. */
  const TO_COPY = /^ {3}(?:repeat {3}|\w+ https?:)/;
  const styles = [true, false].map((isAscii) => ({ ...options.style, isAscii }));

  it.each([true, false])(
    "acceptance 8: no line is wider than 80 columns, but for what is to be copied (of addresses alone: %s)",
    (isAdHoc) => {
      fc.assert(
        fc.property(fc.array(hostileItem, { maxLength: 6 }), fc.constantFrom(...styles), (items, style) => {
          const lines = renderRunReport(items, { ...options, style, isAdHoc });
          expect(lines.filter((line) => !TO_COPY.test(line) && columnsOf(line) > 80)).toEqual([]);
        }),
      );
    },
  );

  it("no line holds an escape sequence, a line break or a secret", () => {
    fc.assert(
      fc.property(fc.array(hostileItem, { maxLength: 6 }), (items) => {
        const text = renderRunReport(items, options).join("|");
        expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        expect(text).not.toContain("abcdefghijklmnop");
      }),
    );
  });

  /** By another book than ours: letters of East Asian scripts and emoji are wide, marks and format characters have no width. */
  function columnsOf(line: string): number {
    return [...line].reduce((columns, character) => columns + (isUnseen(character) ? 0 : isWide(character) ? 2 : 1), 0);
  }

  function isUnseen(character: string): boolean {
    return /[\p{M}\p{Cf}\u1160-\u11ff]/u.test(character);
  }

  function isWide(character: string): boolean {
    const isHalfwidth = /[\uff61-\uffdc]/.test(character);
    return !isHalfwidth && /[\p{sc=Hang}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{Emoji_Presentation}\uff01-\uff60]/u.test(character);
  }
});

describe("the report of many runs", () => {
  const runsOf = (count: number) => Array.from({ length: count }, (_, index) => anOutcome({ totalMs: 10 * (index + 1) }));

  it("sums up each check, and gives a 95th percentile only of twenty or more", () => {
    const lines = renderRunReport([aRanCheck({ runs: runsOf(7) }), aRanCheck({ runs: runsOf(20) })], options);
    expect(lineWith("p50", lines)).toBe("   check                      runs failed     p50     max  p95");
    expect(lineWith("too few", lines)).toBe("   acme/checkout                 7      0   40 ms   70 ms  too few samples (7)");
    expect(lineWith("190 ms", lines)).toBe("   acme/checkout                20      0  100 ms  200 ms  190 ms");
  });

  it("counts what failed, and leaves runs that were never answered out of the times", () => {
    const refused = anOutcome({ status: "down", failure: { phase: "connect", code: "connect-refused", message: "refused" } });
    const lines = renderRunReport([aRanCheck({ outcome: refused, runs: [refused, refused] })], options);
    expect(lineWith("too few", lines)).toContain("2      2       -       -  too few samples (0)");
    expect(lines.join("\n")).toContain("2 of 2 failed");
  });
});

describe("the report of a run at every address", () => {
  function reportOn(addresses: readonly AddressResult[]): string {
    const failure = { phase: "connect", code: "connect-refused", message: "refused" } as const;
    const outcome = anOutcome({ status: "down", failure, evidence: { addresses } });
    return renderRunReport([aRanCheck({ outcome })], options)
      .join("\n")
      .replaceAll(/\s+/g, " ");
  }

  it("83. names each with what went wrong there and which certificate it showed", () => {
    const fine = { address: "10.0.0.1", status: "up", totalMs: 4, fingerprint: "1f0c22ab77" } as const;
    const refused = { address: "10.0.0.2", status: "down", totalMs: 1, code: "connect-refused" } as const;
    const expired = {
      ...fine,
      address: "10.0.0.3",
      status: "down",
      code: "certificate-expired",
      fingerprint: "9b1d4e0055",
    } as const;
    expect(reportOn([fine, refused, expired])).toContain(
      "each 10.0.0.1 ok (certificate 1f0c22ab), 10.0.0.2 down (connect-refused), 10.0.0.3 down (certificate-expired, certificate 9b1d4e00)",
    );
    expect(reportOn([{ address: "10.0.0.4", status: "up", totalMs: 4 }])).toContain("each 10.0.0.4 ok");
  });
});
