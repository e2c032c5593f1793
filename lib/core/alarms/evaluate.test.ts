import { describe, expect, it } from "vitest";
import type { AlarmStateValue, MissingData } from "../model/alarm.ts";
import { type EvaluatedSpec, evaluateAlarm, evaluationRange } from "./evaluate.ts";

/**
 * The two tables of "Configuring how CloudWatch alarms treat missing data", in its own notation: 0 good, X bad, - missing,
 * newest on the right; then the state for missing, ignore, breaching and notBreaching. RETAIN: the state does not change.
 */
type Cell = AlarmStateValue | "RETAIN";
type Row = readonly [datapoints: string, missing: Cell, ignore: Cell, breaching: Cell, notBreaching: Cell];

const THREE_OF_THREE: readonly Row[] = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["0 - - - -", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", "RETAIN", "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - X - -", "ALARM", "RETAIN", "ALARM", "OK"],
];

const TWO_OF_THREE: readonly Row[] = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - X -", "ALARM", "RETAIN", "ALARM", "OK"],
];

/** Rows of an earlier edition of the page, and those its text on premature transitions names. */
const FROM_THE_TEXT: readonly Row[] = [
  ["- - - - X", "INSUFFICIENT_DATA", "RETAIN", "ALARM", "OK"],
  ["- - - X -", "INSUFFICIENT_DATA", "RETAIN", "ALARM", "OK"],
  ["X - - - -", "ALARM", "RETAIN", "ALARM", "OK"],
  ["- - - X 0", "OK", "OK", "OK", "OK"],
  ["- - X - 0", "OK", "OK", "OK", "OK"],
];

const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const satisfies readonly MissingData[];
const STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const satisfies readonly AlarmStateValue[];

describe("evaluateAlarm agrees with CloudWatch's table for 3 of 3", () => {
  it.each(cells(THREE_OF_THREE))("gives $expected for $datapoints with missing data $treatment", (cell) => agree(cell, 3));
});

describe("evaluateAlarm agrees with CloudWatch's table for 2 of 3", () => {
  it.each(cells(TWO_OF_THREE))("gives $expected for $datapoints with missing data $treatment", (cell) => agree(cell, 2));
});

describe("evaluateAlarm avoids premature transitions as CloudWatch says for 3 of 3", () => {
  it.each(cells(FROM_THE_TEXT))("gives $expected for $datapoints with missing data $treatment", (cell) => agree(cell, 3));
});

describe("evaluateAlarm", () => {
  it("does not look further back than the evaluation range", () => {
    expect(evaluationRange({ ofDatapoints: 3 })).toBe(5);
    expect(evaluate("0 0 0 - - - - -", { missingData: "breaching", badDatapoints: 3 }).state).toBe("ALARM");
  });

  it("needs only one datapoint for 1 of 1, and forgives two missing ones after a good one", () => {
    const spec = { badDatapoints: 1, ofDatapoints: 1, missingData: "breaching" } as const;
    expect(evaluate("X", spec).state).toBe("ALARM");
    expect(evaluate("0 - -", spec).state).toBe("OK");
    expect(evaluate("0 - - -", spec).state).toBe("ALARM");
  });

  it("knows nothing of an alarm without any datapoint yet", () => {
    expect(evaluate("", { missingData: "missing" }).state).toBe("INSUFFICIENT_DATA");
    expect(evaluate("", { missingData: "ignore" }, "INSUFFICIENT_DATA").state).toBe("INSUFFICIENT_DATA");
  });

  it.each([
    ["below", 49, 50],
    ["above", 51, 50],
    ["atMost", 50, 51],
    ["atLeast", 50, 49],
  ] as const)("compares %s with the threshold", (comparison, bad, good) => {
    const spec = { badDatapoints: 1, ofDatapoints: 1, missingData: "missing", comparison, threshold: 50 } as const;
    expect(evaluateAlarm({ datapoints: [bad], spec, previous: "OK" }).state).toBe("ALARM");
    expect(evaluateAlarm({ datapoints: [good], spec, previous: "ALARM" }).state).toBe("OK");
  });

  it("gives its reason as a sentence", () => {
    expect(evaluate("0 X X").reason).toBe("2 of the last 3 datapoints were below 1.");
    expect(evaluate("0 0 X").reason).toBe("1 of the last 3 datapoints was below 1.");
    expect(evaluate("- - - - 0", { missingData: "breaching" }).reason).toBe(
      "0 of the last 3 datapoints were below 1 and 2 were missing, which counts as bad.",
    );
    expect(evaluate("- - - X -", { missingData: "missing" }).reason).toBe(
      "Every datapoint of the last 2 periods was below 1; the others are missing.",
    );
    expect(evaluate("- - - - -", { missingData: "missing" }).reason).toBe("Too few of the last 5 periods have a datapoint.");
    expect(evaluate("- - - - -", {}, "ALARM").reason).toBe("Too few datapoints to judge by; the state stays ALARM.");
  });
});

interface TableCell {
  readonly datapoints: string;
  readonly treatment: MissingData;
  readonly expected: Cell;
}

function cells(rows: readonly Row[]): TableCell[] {
  return rows.flatMap(([datapoints, ...states]) =>
    TREATMENTS.map((treatment, index) => ({ datapoints, treatment, expected: states[index] ?? "RETAIN" })),
  );
}

/** From every previous state, so that a state that is kept cannot pass for one that was set. */
function agree({ datapoints, treatment, expected }: TableCell, badDatapoints: number): void {
  for (const previous of STATES) {
    const { state } = evaluate(datapoints, { missingData: treatment, badDatapoints }, previous);
    expect(state, `from ${previous}`).toBe(expected === "RETAIN" ? previous : expected);
  }
}

function evaluate(notation: string, overrides: Partial<EvaluatedSpec> = {}, previous: AlarmStateValue = "OK") {
  const values: Record<string, number | undefined> = { "0": 1, X: 0, "-": undefined };
  const datapoints = notation === "" ? [] : notation.split(" ").map((mark) => values[mark]);
  const spec = {
    badDatapoints: 2,
    ofDatapoints: 3,
    missingData: "ignore",
    comparison: "below",
    threshold: 1,
    ...overrides,
  } as const;
  return evaluateAlarm({ datapoints, spec, previous });
}
