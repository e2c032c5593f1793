/** A JSON query of Uptime Kuma, which is written in JSONata: plain paths are carried over, expressions are not. */
import type { Loss, Written } from "../foreign.ts";
import { jsonValues, plainJsonPath } from "../json-path.ts";
import type { KumaMonitor } from "./schema.ts";

const COMPARISONS: Readonly<Record<string, string>> = { ">": "above", ">=": "atLeast", "<": "below", "<=": "atMost" };

/** What stands under `expect: json`. */
export function jsonExpectation({
  jsonPath,
  jsonPathOperator,
  expectedValue,
}: KumaMonitor): { readonly json: Written } | { readonly loss: Loss } {
  const path = plainJsonPath(jsonPath ?? "");
  if (path === undefined) return lost("its JSON query is an expression");
  const operand = operandOf(jsonPathOperator || "==", String(expectedValue ?? ""));
  return operand === undefined ? lost("its comparison of the JSON value") : { json: { [path]: operand } };
}

function operandOf(operator: string, expected: string): unknown {
  if (operator === "==") return jsonValues(expected);
  if (operator === "!=") return { not: jsonValues(expected) };
  if (operator === "contains") return { contains: expected };
  const comparison = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  return comparison === undefined || !Number.isFinite(Number(expected)) ? undefined : { [comparison]: Number(expected) };
}

function lost(what: string): { readonly loss: Loss } {
  return { loss: { what, todo: "Write what must hold under expect: json, with a JSON path such as $.status." } };
}
