import { describe, expect, it } from "vitest";
import { type ConfigResult, readConfig } from "../../config/read-config.ts";
import type { Check } from "../../model/check.ts";
import { logsFacts } from "./facts.ts";

const LOGS = "logs: { group: /acme/export, pattern: ExpiredToken }";

describe("a check of kind logs", () => {
  it("takes a single event for too many, and waits for no second interval", () => {
    expect(checkOf(read([LOGS]))).toMatchObject({
      kind: "logs",
      target: { group: "/acme/export", pattern: "ExpiredToken" },
      expect: [{ fact: "count", matcher: { op: "atMost", value: 0 } }],
      alarm: { badDatapoints: 1, ofDatapoints: 1 },
    });
  });

  it("does as it is told by the check or by the defaults", () => {
    const own = checkOf(read([LOGS, "expect: { count: { below: 10 } }", "alarm: { after: 2 of 4 }"]));
    expect(own.expect).toEqual([{ fact: "count", matcher: { op: "below", value: 10 } }]);
    expect(own.alarm).toEqual({ badDatapoints: 2, ofDatapoints: 4 });
    expect(checkOf(read([LOGS], "alarm: { after: 3 of 3 }")).alarm).toEqual({ badDatapoints: 3, ofDatapoints: 3 });
  });

  it("leaves the alarms of other kinds at 2 of 3", () => {
    expect(checkOf(read(["http: https://acme.example"])).alarm).toEqual({ badDatapoints: 2, ofDatapoints: 3 });
  });

  it.each([`'{ $.errorCode = "ExpiredToken*" }'`, `'"slow query"'`, "'[ip, user, status = 5*]'", "'%[Ee]rror%'"])(
    "passes the pattern %s through as it is",
    (written) => {
      const check = checkOf(read([`logs: { group: /acme/export, pattern: ${written} }`]));
      expect(check.target).toMatchObject({ pattern: written.slice(1, -1) });
    },
  );

  it("takes 1,024 characters and no more", () => {
    expect(read([`logs: { group: a, pattern: ${"a".repeat(1_024)} }`])).toHaveProperty("config");
    expect(read([`logs: { group: a, pattern: ${"a".repeat(1_025)} }`])).toHaveProperty("problems");
  });

  it("refuses the hundred and first filter of a log group, and says so once", () => {
    expect(read(...manyChecks(100))).toHaveProperty("config");
    const result = read(...manyChecks(102));
    expect("problems" in result ? result.problems : []).toMatchObject([
      {
        code: "too-many-filters",
        line: 106,
        message: '102 checks count in the log group "/acme/export", which can hold 100 metric filters.',
      },
    ]);
  });

  it("declares its fact with a unit and a sentence", () => {
    expect(logsFacts.count.unit).toBe("count");
    expect(logsFacts.count.doc).toMatch(/\.$/);
  });
});

function read(lines: readonly string[], defaults = "timeout: 10s", others: readonly string[] = []): ConfigResult {
  const first = ["  - id: a", ...lines.map((line) => `    ${line}`)].join("\n");
  const head = `name: acme\ncontacts: { oncall: { email: [a@acme.example] } }\ndefaults: { notify: [oncall], ${defaults} }\nchecks:`;
  return readConfig([head, first, ...others].join("\n"), "checks.yaml");
}

/** So many checks of one group; after the first, one a line. */
function manyChecks(count: number): Parameters<typeof read> {
  const others = Array.from({ length: count - 1 }, (_, index) => `  - { id: b${index}, ${LOGS} }`);
  return [[LOGS], "timeout: 10s", others];
}

function checkOf(result: ConfigResult): Check {
  const [check] = "config" in result ? result.config.checks : [];
  if (check === undefined) throw new Error(JSON.stringify(result));
  return check;
}
