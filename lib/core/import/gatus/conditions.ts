/** Gatus' conditions (`[STATUS] == 200`) -> what stands under expect. */
import { allOf } from "../all-of.ts";
import { type Impossible, impossible, type Loss, type Written } from "../foreign.ts";
import { type Condition, parseCondition } from "./condition.ts";
import type { EndpointKind } from "./context.ts";
import { type Operand, operandOf } from "./operand.ts";

/** Without a condition on the status, every answer is right to Gatus. */
const ANY_STATUS = "100-599";

export function expectOf(
  conditions: readonly string[],
  kind: EndpointKind,
): { readonly expect: Written; readonly losses: readonly Loss[] } | Impossible {
  const operands: Operand[] = [];
  const losses: Loss[] = [];
  for (const written of conditions) {
    const condition = parseCondition(written);
    if (condition !== undefined && wantsFailure(condition)) {
      return impossible("it is up when nothing answers", "Watch for what should be there.");
    }
    const operand = condition === undefined ? "unknown" : operandOf(condition, kind);
    if (operand === "unknown") losses.push({ what: `its condition ${written}`, todo: "Write what must hold under expect." });
    else if (operand !== "given") operands.push(operand);
  }
  const hasStatus = operands.some(({ fact }) => fact === "status");
  const status: Operand[] = kind === "http" && !hasStatus ? [{ fact: "status", operand: ANY_STATUS }] : [];
  return gather([...status, ...operands], losses);
}

function wantsFailure({ placeholder, operator, value }: Condition): boolean {
  if (placeholder !== "[CONNECTED]") return false;
  return (operator === "==") !== (value === "true");
}

/** One operand a fact, or a name inside it. */
function gather(
  operands: readonly Operand[],
  losses: readonly Loss[],
): { readonly expect: Written; readonly losses: readonly Loss[] } {
  const expect: Record<string, unknown> = {};
  const lost: Loss[] = [];
  for (const [, same] of Map.groupBy(operands, ({ fact, path }) => JSON.stringify([fact, path]))) {
    const [first] = same;
    const operand = allOf(same.map((one) => one.operand));
    if (first === undefined) continue;
    if (operand === undefined)
      lost.push({ what: `its conditions on ${first.fact} together`, todo: "Write what must hold under expect." });
    else place(expect, first, operand);
  }
  return { expect, losses: [...losses, ...lost] };
}

function place(expect: Record<string, unknown>, { fact, path }: Operand, operand: unknown): void {
  if (path === undefined) expect[fact] = operand;
  else expect[fact] = { ...(expect[fact] as object | undefined), [path]: operand };
}
