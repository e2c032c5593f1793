/** `expect` and `slow` of a kind: what is written under fact names becomes a flat list of expectations. */
import type { z } from "zod";
import type { Expectation } from "../../model/expectation.ts";
import type { FactSpec, FactSpecs } from "../../model/fact.ts";
import { leaf } from "../leaf.ts";
import type { Refusal, Refuse } from "../problem.ts";
import { isMap, show } from "../show.ts";
import { unknownKey } from "../unknown-word.ts";
import type { ExpectInput } from "./input.ts";
import { jsonPathRefusal } from "./json-path.ts";
import { ANY_NAME, expectJsonSchema } from "./json-schema.ts";
import { below, readMatcher } from "./matcher.ts";
import { subjectOf } from "./subject.ts";

/** Whether names beside the facts are taken for numbers: of a check that names facts of its own, while it is not known which. */
interface Openness {
  readonly isOpen: boolean;
}

interface Level extends Openness {
  readonly facts: FactSpecs;
  /** `certificate.` inside a group. */
  readonly prefix: string;
}

interface WrittenFact {
  readonly fact: string;
  /** Without its group. */
  readonly name: string;
  readonly spec: FactSpec;
  readonly operand: unknown;
}

const OWN_FACT: FactSpec = { shape: "number", unit: "none", doc: "A number that the check itself has named." };

export function expectations<Specs extends FactSpecs>(
  facts: Specs,
  { isOpen }: Openness,
): z.ZodType<Expectation[], ExpectInput<Specs>> {
  const jsonSchema = expectJsonSchema(isOpen ? { ...facts, [ANY_NAME]: OWN_FACT } : facts);
  return leaf((value, refuse) => readLevel(value, refuse, { facts, prefix: "", isOpen }), jsonSchema);
}

function readLevel(written: unknown, refuse: Refuse, level: Level): Expectation[] | undefined {
  if (!isMap(written)) return refuse(mapExpected(written, exampleIn(level)));
  if (Object.keys(written).length === 0) return refuse(mapExpected(undefined, exampleIn(level)));
  return flatten(Object.entries(written).map(([name, operand]) => readEntry({ name, operand }, refuse, level)));
}

function readEntry(entry: { name: string; operand: unknown }, refuse: Refuse, level: Level): Expectation[] | undefined {
  const { name, operand } = entry;
  const fact = `${level.prefix}${name}`;
  const spec = Object.hasOwn(level.facts, fact) ? level.facts[fact] : undefined;
  if (spec !== undefined && !name.includes(".")) return readFact({ fact, name, spec, operand }, below(refuse, [name]));
  const group = { facts: level.facts, prefix: `${fact}.`, isOpen: false };
  if (namesIn(group).length > 0) return readLevel(operand, below(refuse, [name]), group);
  if (level.isOpen) return readFact({ fact, name, spec: OWN_FACT, operand }, below(refuse, [name]));
  return refuse(spec === undefined ? unknownFact(name, level) : dottedFact(name));
}

function readFact(written: WrittenFact, refuse: Refuse): Expectation[] | undefined {
  const { fact, name, spec, operand } = written;
  if (spec.shape === "map" || spec.shape === "json") return readMembers(written, refuse);
  const matcher = readMatcher(operand, refuse, { subject: subjectOf(spec, name) });
  return matcher === undefined ? undefined : [{ fact, matcher }];
}

/** Headers by name, JSON values by path. */
function readMembers(written: WrittenFact, refuse: Refuse): Expectation[] | undefined {
  const { fact, name, spec, operand } = written;
  const example = spec.shape === "json" ? "$.status" : "content-type";
  if (!isMap(operand) || Object.keys(operand).length === 0) return refuse(mapExpected(operand, example));
  const subject = subjectOf(spec, name);
  const members = Object.entries(operand).map(([path, value]) => {
    const refusal = spec.shape === "json" ? jsonPathRefusal(path) : undefined;
    if (refusal !== undefined) return refuse({ ...refusal, path: [path] });
    const matcher = readMatcher(value, below(refuse, [path]), { subject });
    return matcher === undefined ? undefined : [{ fact, path: spec.shape === "map" ? path.toLowerCase() : path, matcher }];
  });
  return flatten(members);
}

/** Names that may be written at this level: facts, and groups by their first word. */
function namesIn({ facts, prefix }: Level): string[] {
  const inside = Object.keys(facts).filter((fact) => fact.startsWith(prefix));
  return [...new Set(inside.map((fact) => fact.slice(prefix.length).split(".")[0] ?? ""))];
}

function unknownFact(name: string, level: Level): Refusal {
  const { fix } = unknownKey(name, namesIn(level));
  return {
    code: "unknown-fact",
    message: `This kind of check learns nothing called ${JSON.stringify(name.slice(0, 60))}.`,
    fix,
    path: [name],
    at: "key",
  };
}

function dottedFact(name: string): Refusal {
  const [group = "", ...rest] = name.split(".");
  const fix = `Write ${group}: { ${rest.join(".")}: … }.`;
  return { code: "unknown-fact", message: `${JSON.stringify(name)} is written as a group.`, fix, path: [name], at: "key" };
}

function mapExpected(found: unknown, example: string): Refusal {
  const message = `${show(found)} stands where names with conditions belong.`;
  return { code: "map-expected", message, fix: `Write a name with its condition, such as { ${example}: … }.` };
}

/** The fact that is judged most: the status code, where there is one. */
function exampleIn({ facts, prefix }: Level): string {
  const names = Object.keys(facts).filter((fact) => fact.startsWith(prefix));
  const fact = names.find((name) => facts[name]?.unit === "code") ?? names.find((name) => name === "total") ?? names[0] ?? "";
  return fact.slice(prefix.length);
}

/** Nothing if any part was refused. */
function flatten(parts: readonly (Expectation[] | undefined)[]): Expectation[] | undefined {
  const sound = parts.filter((part) => part !== undefined);
  return sound.length === parts.length ? sound.flat() : undefined;
}
