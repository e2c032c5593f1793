/** A condition of Gatus, taken apart: `len([BODY].items) >= 2`. */
export type Operator = "==" | "!=" | "<=" | ">=" | "<" | ">";

export interface Condition {
  /** `[STATUS]`, in upper case. */
  readonly placeholder: string;
  /** Behind `[BODY]`. */
  readonly path: string;
  readonly wrapper?: "len" | "has";
  readonly operator: Operator;
  readonly value: string;
}

const OPERATORS: readonly Operator[] = ["==", "!=", "<=", ">=", ">", "<"];
const MIRRORED: Readonly<Record<Operator, Operator>> = { "==": "==", "!=": "!=", "<=": ">=", ">=": "<=", "<": ">", ">": "<" };
const PLACEHOLDER = /^(?:(len|has)\()?(\[[A-Z_]+\])([^()]*)\)?$/i;

/** `undefined` for what is no comparison of a placeholder with a value. */
export function parseCondition(written: string): Condition | undefined {
  const operator = OPERATORS.find((one) => written.includes(` ${one} `));
  if (operator === undefined) return undefined;
  const [left = "", right = "", ...others] = written.split(` ${operator} `).map((side) => side.trim());
  if (others.length > 0) return undefined;
  return sided(left, { operator, value: right }) ?? sided(right, { operator: MIRRORED[operator], value: left });
}

function sided(side: string, rest: Pick<Condition, "operator" | "value">): Condition | undefined {
  const match = PLACEHOLDER.exec(side);
  const [, wrapper, placeholder, path = ""] = match ?? [];
  if (placeholder === undefined) return undefined;
  const lower = wrapper?.toLowerCase();
  return {
    placeholder: placeholder.toUpperCase(),
    path,
    ...((lower === "len" || lower === "has") && { wrapper: lower }),
    ...rest,
  };
}
