/** `expect` and `slow` as editors see them. Operands are defined once and referred to. */
import type { FactSpec, FactSpecs } from "../../model/fact.ts";
import type { JsonSchema } from "../leaf.ts";

const DURATION = { type: "string", pattern: "^-?\\d+(\\.\\d+)?(ms|s|m|h|d)$", examples: ["2s"] };
const SIZE = { type: "string", pattern: "^\\d+(\\.\\d+)?(B|KB|MB|GB)$", examples: ["64KB"] };
const NUMBER = { type: "number" };
const TEXT = { type: "string" };
const PATTERN = { type: "string", maxLength: 1_000, description: "Regular expression in RE2 syntax." };
const TEXT_CONDITIONS = { contains: TEXT, matches: PATTERN };

/** What the references of `expectJsonSchema` point to. */
export const operandDefinitions: Readonly<Record<string, JsonSchema>> = {
  numberOperand: operand("numberOperand", [NUMBER], comparisons([NUMBER])),
  durationOperand: operand("durationOperand", [DURATION, NUMBER], comparisons([DURATION, NUMBER])),
  sizeOperand: operand("sizeOperand", [SIZE, NUMBER], comparisons([SIZE, NUMBER])),
  codeOperand: operand("codeOperand", [{ type: "integer" }, { type: "string", examples: ["200-299"] }], comparisons([NUMBER])),
  textOperand: operand("textOperand", [TEXT], TEXT_CONDITIONS),
  flagOperand: operand("flagOperand", [{ type: "boolean" }], {}),
  jsonOperand: operand("jsonOperand", [TEXT, NUMBER, { type: "boolean" }], {
    ...comparisons([NUMBER]),
    ...TEXT_CONDITIONS,
  }),
};

/** Stands for facts that every check names for itself. */
export const ANY_NAME = "*";

export function expectJsonSchema({ [ANY_NAME]: ownFact, ...facts }: FactSpecs): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const groups = new Map<string, Record<string, JsonSchema>>();
  for (const [fact, spec] of Object.entries(facts)) {
    const [group = "", member] = fact.split(".");
    if (member === undefined) properties[fact] = factJsonSchema(spec);
    else groups.set(group, { ...groups.get(group), [member]: factJsonSchema(spec) });
  }
  for (const [group, members] of groups) properties[group] = mapOf(members);
  return { ...mapOf(properties), ...(ownFact !== undefined && { additionalProperties: factJsonSchema(ownFact) }) };
}

function factJsonSchema(spec: FactSpec): JsonSchema {
  if (spec.values !== undefined) {
    return { description: spec.doc, ...operand("textOperand", [{ enum: Object.keys(spec.values) }], TEXT_CONDITIONS) };
  }
  const reference = { $ref: `#/definitions/${operandName(spec)}` };
  if (spec.shape !== "map" && spec.shape !== "json") return { description: spec.doc, allOf: [reference] };
  const names = spec.shape === "json" ? { propertyNames: { type: "string", pattern: "^\\$" } } : {};
  return { description: spec.doc, type: "object", additionalProperties: reference, ...names };
}

function operandName({ shape, unit }: FactSpec): string {
  if (shape === "map" || shape === "list") return "textOperand";
  if (shape === "scalar") return "jsonOperand";
  if (shape !== "number") return `${shape}Operand`;
  const byUnit = {
    ms: "durationOperand",
    bytes: "sizeOperand",
    code: "codeOperand",
    days: "numberOperand",
    count: "numberOperand",
    none: "numberOperand",
  };
  return byUnit[unit];
}

function operand(name: string, values: readonly JsonSchema[], conditions: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const not = { $ref: `#/definitions/${name}` };
  const exists = { type: "boolean", description: "Whether it is there at all." };
  const list = { type: "array", items: { anyOf: values }, minItems: 1 };
  return { anyOf: [...values, list, { ...mapOf({ ...conditions, not, exists }), minProperties: 1 }] };
}

function comparisons(values: readonly JsonSchema[]): Readonly<Record<string, JsonSchema>> {
  const threshold = { anyOf: values };
  return { below: threshold, above: threshold, atMost: threshold, atLeast: threshold };
}

function mapOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, additionalProperties: false };
}
