/** Status codes: `200`, `200-299`, `"302,200-299,403"`. */
import type { NumberRange } from "../../model/expectation.ts";
import type { Refuse } from "../problem.ts";
import { show, showText } from "../show.ts";

const FIX = "Write codes and ranges such as 200, 200-299 or 302,200-299.";

export function readStatuses(value: unknown, refuse: Refuse): readonly (number | NumberRange)[] | undefined {
  if (typeof value !== "number" && typeof value !== "string") {
    return refuse({ code: "status-malformed", message: `${show(value)} is not a status code.`, fix: FIX });
  }
  const read = String(value)
    .split(",")
    .map((part) => readStatus(part.trim(), refuse));
  const statuses = read.filter((status) => status !== undefined);
  return statuses.length === read.length ? statuses : undefined;
}

function readStatus(part: string, refuse: Refuse): number | NumberRange | undefined {
  const match = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(part);
  if (match === null)
    return refuse({ code: "status-malformed", message: `${showText(part)} is not a status code or a range of them.`, fix: FIX });
  const from = Number(match[1]);
  if (match[2] === undefined) return from;
  const to = Number(match[2]);
  if (from <= to) return { from, to };
  return refuse({ code: "range-reversed", message: `The range ${part} runs backwards.`, fix: `Write ${to}-${from}.` });
}
