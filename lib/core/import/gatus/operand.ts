/** One condition of Gatus -> an operand on one of our facts. */
import { goDurationMs } from "../go-duration.ts";
import { jsonValues, plainJsonPath } from "../json-path.ts";
import type { Condition, Operator } from "./condition.ts";
import type { EndpointKind } from "./context.ts";

export interface Operand {
  readonly fact: string;
  /** JSON path, or the name inside a group. */
  readonly path?: string;
  readonly operand: unknown;
}

const DAY_MS = 86_400_000;
const COMPARISONS: Readonly<Record<Operator, string | undefined>> = {
  "==": undefined,
  "!=": undefined,
  "<": "below",
  "<=": "atMost",
  ">": "above",
  ">=": "atLeast",
};

/** `given`: it always holds of a check that is up. `unknown`: it has no equal here. */
export function operandOf(condition: Condition, kind: EndpointKind): Operand | "given" | "unknown" {
  if (condition.wrapper === "len") return "unknown";
  switch (condition.placeholder) {
    case "[CONNECTED]":
      return "given";
    case "[STATUS]":
      return kind === "http" ? onFact("status", condition, { read: numberOf }) : "unknown";
    case "[RESPONSE_TIME]":
      return onFact("total", condition, { read: milliseconds });
    case "[CERTIFICATE_EXPIRATION]":
      return onCertificate(condition);
    case "[DNS_RCODE]":
      return kind === "dns" ? onFact("rcode", condition, { read: (text) => text }) : "unknown";
    case "[IP]":
      return onFact("address", condition, { read: (text) => text });
    case "[BODY]":
      return onBody(condition, kind);
    default:
      return "unknown";
  }
}

type Read = { readonly read: (text: string) => unknown };

function onFact(fact: string, condition: Condition, { read }: Read): Operand | "unknown" {
  const operand = compared(condition, { read });
  return operand === undefined ? "unknown" : { fact, operand };
}

/** `undefined` where the value does not fit the fact. */
function compared({ operator, value }: Condition, { read }: Read): unknown {
  const comparison = COMPARISONS[operator];
  const operand = comparison === undefined ? equalTo(value, { read }) : read(value);
  if (operand === undefined) return undefined;
  if (comparison !== undefined) return { [comparison]: operand };
  return operator === "!=" ? { not: operand } : operand;
}

function equalTo(value: string, { read }: Read): unknown {
  const [, name, inside = ""] = /^(pat|any)\((.*)\)$/s.exec(value) ?? [];
  if (name === "pat") return patternOperand(inside);
  if (name !== "any") return read(value);
  const values = inside.split(",").flatMap((one) => read(one.trim()) ?? []);
  return values.length === 0 ? undefined : values;
}

/** `*text*`: a star stands for anything. */
function patternOperand(pattern: string): unknown {
  const inner = /^\*([^*?]+)\*$/.exec(pattern)?.[1];
  if (inner !== undefined) return { contains: inner };
  const source = pattern.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return { matches: `^${source.join("(?s:.*)")}$` };
}

function onCertificate(condition: Condition): Operand | "unknown" {
  const operand = onFact("certificate", condition, { read: daysOf });
  return operand === "unknown" ? operand : { ...operand, path: "daysLeft" };
}

function onBody(condition: Condition, kind: EndpointKind): Operand | "unknown" {
  if (kind === "dns" && condition.path === "") return onFact("answers", condition, { read: (text) => text.replace(/\.$/, "") });
  if (kind !== "http") return "unknown";
  if (condition.wrapper === "has") return onPresence(condition);
  if (condition.path === "") return onFact("body", condition, { read: wholeBody });
  const path = plainJsonPath(condition.path);
  const isEquality = COMPARISONS[condition.operator] === undefined;
  const operand = compared(condition, { read: isEquality ? jsonValues : numberOf });
  return path === undefined || operand === undefined ? "unknown" : { fact: "json", path, operand };
}

/** Gatus compares the body without the blanks around it. */
function wholeBody(text: string): unknown {
  return { matches: `^\\s*${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}\\s*$` };
}

function onPresence({ operator, path: written, value }: Condition): Operand | "unknown" {
  const path = plainJsonPath(written);
  const exists = (operator === "==") === (value === "true");
  return path === undefined || !/^(==|!=)$/.test(operator) ? "unknown" : { fact: "json", path, operand: { exists } };
}

function numberOf(text: string): number | undefined {
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function milliseconds(text: string): string | undefined {
  const ms = numberOf(text) ?? goDurationMs(text);
  return ms === undefined ? undefined : `${ms}ms`;
}

function daysOf(text: string): number | undefined {
  const ms = numberOf(text) ?? goDurationMs(text);
  return ms === undefined ? undefined : Number((ms / DAY_MS).toFixed(3));
}
