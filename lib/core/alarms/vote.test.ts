import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlarmMetric, Vote } from "../model/alarm.ts";
import { countVotes, voterId, voteTerms } from "./vote.ts";

const metric: AlarmMetric = { namespace: "Bongsu", name: "Up", dimensions: {}, statistic: "Minimum", periodMs: 60_000 };

function aVote(places: number, needed: number, parts: Partial<Vote> = {}): Vote {
  return { metrics: Array.from({ length: places }, () => metric), badValue: 0, needed, of: "enough", ...parts };
}

const silent = undefined;

describe("two of three places", () => {
  const vote = aVote(3, 2);

  it.each([
    ["one sees it fail: no reason to wake anybody", [0, 1, 1], 1],
    ["two see it fail", [0, 0, 1], 2],
    ["one sees it fail and one is silent: the silent one could decide, so nothing is said", [0, silent, 1], undefined],
    ["two see it fail whatever the silent one would say", [0, silent, 0], 2],
    ["two see it well whatever the silent one would say", [1, silent, 1], 0],
    ["one alone is heard: too little to say anything", [0, silent, silent], undefined],
    ["nobody is heard", [silent, silent, silent], undefined],
  ] as const)("%s", (_, values, expected) => {
    expect(countVotes(vote, values)).toBe(expected);
  });

  it("that only some see it fail is counted while they are fewer, and by those who are heard", () => {
    const some = { ...vote, of: "some" } as const;
    expect([[0, 1, 1] as const, [0, 0, 1] as const, [0, silent, 1] as const].map((values) => countVotes(some, values))).toEqual([
      1, 0, 1,
    ]);
    expect(countVotes(some, [silent, silent, silent])).toBeUndefined();
  });
});

describe("metric math", () => {
  it("counts as this does, whatever the places say", () => {
    const aCase = fc.integer({ min: 1, max: 10 }).chain((places) =>
      fc.record({
        values: fc.array(fc.constantFrom(0, 1, silent), { minLength: places, maxLength: places }),
        vote: fc
          .record({
            needed: fc.integer({ min: 1, max: places }),
            badValue: fc.constantFrom(0, 1),
            of: fc.constantFrom("enough", "some"),
          })
          .map(({ needed, ...parts }) => aVote(places, needed, parts as Partial<Vote>)),
      }),
    );
    fc.assert(fc.property(aCase, ({ vote, values }) => calculate(vote, values) === countVotes(vote, values)));
  });

  it("stays within what CloudWatch takes of an alarm: ten metrics, and an expression of 1,024 characters", () => {
    for (const { expression, id } of voteTerms(aVote(10, 6))) {
      expect(expression.length).toBeLessThanOrEqual(1_024);
      expect(id).toMatch(/^[a-z][A-Za-z0-9_]*$/);
    }
  });
});

/** As CloudWatch would: a metric without data is filled, a datapoint that is no number is dropped. */
function calculate(vote: Vote, values: readonly (number | undefined)[]): number | undefined {
  const known = new Map(values.map((value, index) => [voterId(index), value]));
  const results = new Map<string, number>();
  for (const { id, expression } of voteTerms(vote)) {
    const filled = expression.replaceAll(/FILL\((\w+), (\d)\)/g, (_, name, otherwise) => String(known.get(name) ?? otherwise));
    results.set(id, evaluate(filled.replaceAll(/\b(bad|good)\b/g, (name) => String(results.get(name)))));
  }
  const result = results.get("vote");
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

/** Sums and quotients of numbers and `IF(condition, value, value)`. */
function evaluate(text: string): number {
  const [dividend = "", divisor] = text.split(" / ");
  const sum = dividend.split(" + ").reduce((total, term) => total + evaluateTerm(term), 0);
  return divisor === undefined ? sum : sum / evaluateTerm(divisor);
}

function evaluateTerm(term: string): number {
  const choice = /^IF\((.+), (\d+), (\d+)\)$/.exec(term);
  if (choice === null) return Number(term);
  const holds = (choice[1] ?? "").split(" OR ").some(compare);
  return Number(holds ? choice[2] : choice[3]);
}

function compare(text: string): boolean {
  const [left = "", operator, right = ""] = text
    .replaceAll(/(\d+) \+ (\d+)/g, (_, one, other) => String(Number(one) + Number(other)))
    .split(" ");
  const [one, other] = [Number(left), Number(right)];
  if (operator === "==") return one === other;
  return operator === ">=" ? one >= other : operator === ">" ? one > other : one < other;
}
