/**
 * As much of PromQL as our queries use, evaluated as Prometheus 3 does: ranges open to the left, subqueries at multiples of their
 * step. Throws on anything else, so that no query passes that was not really evaluated.
 */
export type Labels = Readonly<Record<string, string>>;

export interface StoredSeries {
  readonly name: string;
  readonly labels: Labels;
  readonly points: readonly { readonly atEpochMs: number; readonly value: number }[];
}

export interface Element {
  readonly labels: Labels;
  readonly value: number;
}

type Value = number | readonly Element[];
type Expression = (atEpochMs: number) => Value;
/** What a range function is given: each series with its points of a span. */
type Range = (atEpochMs: number) => readonly { readonly labels: Labels; readonly values: readonly number[] }[];

/** An instant query: the elements that it gives at that moment. */
export function promql(query: string, stored: readonly StoredSeries[]): (atEpochMs: number) => readonly Element[] {
  const parser = new Parser(query, stored);
  const expression = parser.whole();
  return (atEpochMs) => vectorOf(expression(atEpochMs));
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(=~|>=|<=|==|[-+*<>=(){}[\],:])|([A-Za-z_]\w*)|(\d+(?:ms|s|m|h|d)?))/y;
const OVER_TIME: Readonly<Record<string, (values: readonly number[]) => number>> = {
  count_over_time: (values) => values.length,
  sum_over_time: (values) => values.reduce((sum, value) => sum + value, 0),
  avg_over_time: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min_over_time: (values) => Math.min(...values),
  max_over_time: (values) => Math.max(...values),
  last_over_time: (values) => values.at(-1) ?? Number.NaN,
};
const AGGREGATIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  count: (values) => values.length,
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};
const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  ">": (one, other) => one > other,
  "<": (one, other) => one < other,
  ">=": (one, other) => one >= other,
  "<=": (one, other) => one <= other,
};

class Parser {
  readonly #tokens: string[] = [];
  readonly #stored: readonly StoredSeries[];
  #next = 0;

  constructor(query: string, stored: readonly StoredSeries[]) {
    this.#stored = stored;
    TOKEN.lastIndex = 0;
    for (let at = 0; at < query.trimEnd().length; at = TOKEN.lastIndex) {
      const found = TOKEN.exec(query);
      if (found === null) throw new Error(`unknown token at ${query.slice(at, at + 20)}`);
      this.#tokens.push(found[0].trim());
    }
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#next < this.#tokens.length) throw new Error(`unexpected ${this.#tokens[this.#next]}`);
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take("or")) {
      const [one, other] = [left, this.#and()];
      left = (at) => {
        const first = vectorOf(one(at));
        const known = new Set(first.map(keyOf));
        return [...first, ...vectorOf(other(at)).filter((element) => !known.has(keyOf(element)))];
      };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#comparison();
    while (this.#take("and")) {
      const [one, other] = [left, this.#comparison()];
      left = (at) => {
        const there = new Set(vectorOf(other(at)).map(keyOf));
        return vectorOf(one(at)).filter((element) => there.has(keyOf(element)));
      };
    }
    return left;
  }

  #comparison(): Expression {
    let left = this.#sum();
    for (let operator = this.#peek(); COMPARISONS[operator] !== undefined; operator = this.#peek()) {
      this.#next += 1;
      const [one, holds, other] = [left, COMPARISONS[operator], this.#sum()];
      left = (at) => vectorOf(one(at)).filter(({ value }) => holds?.(value, scalarOf(other(at))));
    }
    return left;
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#take("-")) {
      const [one, other] = [left, this.#product()];
      left = (at) => {
        const right = new Map(vectorOf(other(at)).map((element) => [keyOf(element), element.value]));
        return vectorOf(one(at)).flatMap((element) => {
          const value = right.get(keyOf(element));
          return value === undefined ? [] : [{ labels: element.labels, value: element.value - value }];
        });
      };
    }
    return left;
  }

  #product(): Expression {
    const left = this.#primary();
    if (!this.#take("*")) return left;
    const right = this.#primary();
    return (at) => vectorOf(right(at)).map(({ labels, value }) => ({ labels, value: scalarOf(left(at)) * value }));
  }

  #primary(): Expression {
    const token = this.#peek();
    if (/^\d+$/.test(token)) {
      this.#next += 1;
      return () => Number(token);
    }
    if (this.#take("(")) {
      const inner = this.#or();
      this.#expect(")");
      return inner;
    }
    this.#next += 1;
    if (OVER_TIME[token] !== undefined) return this.#overTime(OVER_TIME[token]);
    if (AGGREGATIONS[token] !== undefined) return this.#aggregation(AGGREGATIONS[token]);
    if (token === "absent_over_time") return this.#absent();
    throw new Error(`${token} is none of the functions that are known here`);
  }

  #overTime(fold: (values: readonly number[]) => number): Expression {
    this.#expect("(");
    const range = this.#range();
    this.#expect(")");
    return (at) => range(at).flatMap(({ labels, values }) => (values.length === 0 ? [] : [{ labels, value: fold(values) }]));
  }

  #aggregation(fold: (values: readonly number[]) => number): Expression {
    for (const word of ["by", "("]) this.#expect(word);
    const names: string[] = [];
    while (!this.#take(")")) if (!this.#take(",")) names.push(this.#tokens[this.#next++] ?? "");
    this.#expect("(");
    const inner = this.#or();
    this.#expect(")");
    return (at) => {
      const kept = vectorOf(inner(at)).map(({ labels, value }) => {
        const entries = names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]] as const]));
        return { labels: Object.fromEntries(entries), value };
      });
      return [...Map.groupBy(kept, keyOf).values()].map((same) => ({
        labels: same[0]?.labels ?? {},
        value: fold(same.map(({ value }) => value)),
      }));
    };
  }

  #absent(): Expression {
    this.#expect("(");
    const range = this.#range();
    this.#expect(")");
    return (at) => (range(at).some(({ values }) => values.length > 0) ? [] : [{ labels: {}, value: 1 }]);
  }

  /** `series[5m]` or `(expression)[5m:1m]`. */
  #range(): Range {
    if (this.#peek() !== "(") return this.#selection();
    this.#next += 1;
    const inner = this.#or();
    for (const token of [")", "["]) this.#expect(token);
    const spanMs = this.#duration();
    this.#expect(":");
    const stepMs = this.#duration();
    this.#expect("]");
    return (at) => {
      const moments: number[] = [];
      for (let moment = Math.floor((at - spanMs) / stepMs + 1) * stepMs; moment <= at; moment += stepMs) moments.push(moment);
      const elements = moments.flatMap((moment) => vectorOf(inner(moment)));
      return [...Map.groupBy(elements, keyOf).values()].map((same) => ({
        labels: same[0]?.labels ?? {},
        values: same.map(({ value }) => value),
      }));
    };
  }

  #selection(): Range {
    const name = this.#tokens[this.#next++];
    const matchers: ((labels: Labels) => boolean)[] = [];
    this.#expect("{");
    while (!this.#take("}")) if (!this.#take(",")) matchers.push(this.#matcher());
    this.#expect("[");
    const spanMs = this.#duration();
    this.#expect("]");
    const chosen = this.#stored.filter((one) => one.name === name && matchers.every((matches) => matches(one.labels)));
    return (at) =>
      chosen.map(({ labels, points }) => ({
        labels,
        values: points
          .filter(({ atEpochMs }) => atEpochMs > at - spanMs && atEpochMs <= at)
          .toSorted((one, other) => one.atEpochMs - other.atEpochMs)
          .map(({ value }) => value),
      }));
  }

  #matcher(): (labels: Labels) => boolean {
    const [label = "", operator, text = '""'] = this.#tokens.slice(this.#next, this.#next + 3);
    this.#next += 3;
    const wanted: unknown = JSON.parse(text);
    if (operator === "=") return (labels) => labels[label] === wanted;
    if (operator !== "=~") throw new Error(`unknown matcher ${operator}`);
    const pattern = new RegExp(`^(?:${String(wanted)})$`);
    return (labels) => pattern.test(labels[label] ?? "");
  }

  #duration(): number {
    const [, count, unit = ""] = /^(\d+)(ms|s|m|h|d)$/.exec(this.#tokens[this.#next++] ?? "") ?? [];
    const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
    if (unitMs === undefined) throw new Error("a duration has no unit");
    return Number(count) * unitMs;
  }

  #peek(): string {
    return this.#tokens[this.#next] ?? "";
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#next += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`${token} expected, found ${this.#peek()}`);
  }
}

function vectorOf(value: Value): readonly Element[] {
  if (typeof value === "number") throw new Error("a number stands where series belong");
  return value;
}

function scalarOf(value: Value): number {
  if (typeof value !== "number") throw new Error("series stand where a number belongs");
  return value;
}

function keyOf({ labels }: Pick<Element, "labels">): string {
  return JSON.stringify(Object.entries(labels).toSorted());
}
