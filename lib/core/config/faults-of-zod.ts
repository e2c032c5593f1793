/** Zod's issues in our own words. */
import { z } from "zod";
import { refusalOf } from "./leaf.ts";
import { type Fault, faultAt, type Path, type Refusal } from "./problem.ts";
import { isMap, show } from "./show.ts";
import { unknownKey } from "./unknown-word.ts";

type Issue = z.core.$ZodIssue;

export type Parsed<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

/** Reads an outside value that stands at `path`; every fault at once. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, { path }: { readonly path: Path }): Parsed<T> {
  const result = schema.safeParse(value, { reportInput: true, error: allowedKeys });
  return result.success ? { value: result.data } : { faults: result.error.issues.flatMap((issue) => faultsOfIssue(issue, path)) };
}

/** Zod does not tell which keys an object knows: hand them on in the message, which nobody else reads. */
function allowedKeys(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject
    ? Object.keys(issue.inst.shape).join(" ")
    : undefined;
}

function faultsOfIssue(issue: Issue, base: Path): Fault[] {
  const path = [...base, ...issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment))];
  if (issue.code === "invalid_union") return branchOf(issue).flatMap((inner) => faultsOfIssue(inner, path));
  return refusalsOfIssue(issue, path).map((refusal) => faultAt(path, refusal));
}

/** A union is always written as [short form, map]. */
function branchOf(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  return (isMap(issue.input) ? issue.errors.at(-1) : issue.errors.at(0)) ?? [];
}

function refusalsOfIssue(issue: Exclude<Issue, z.core.$ZodIssueInvalidUnion>, path: Path): Refusal[] {
  const refusal = issue.code === "custom" ? refusalOf(issue.params) : undefined;
  if (refusal !== undefined) return [refusal];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, issue.message.split(" ")));
  if (issue.input === undefined) return [missing(path)];
  if (issue.input === null) return [empty(path)];
  if (issue.code === "too_small") {
    return [{ code: "empty-list", message: "This list is empty.", fix: "Write at least one entry, or remove the key." }];
  }
  return [wrongShape(issue.input, issue.code === "invalid_type" && issue.expected === "array")];
}

export function missing(path: Path): Refusal {
  const key = lastKey(path);
  return { code: "missing-key", message: `The key "${key}" is missing here.`, fix: `Add ${key}: with its value.`, at: "key" };
}

function empty(path: Path): Refusal {
  const key = lastKey(path);
  return { code: "empty-value", message: `"${key}" has no value.`, fix: `Give ${key} a value, or remove the line.`, at: "key" };
}

function wrongShape(input: unknown, wantsList: boolean): Refusal {
  const found = show(input);
  return wantsList
    ? {
        code: "list-expected",
        message: `${found} stands where a list belongs.`,
        fix: `Write a list: [${isMap(input) ? "…" : found}].`,
      }
    : {
        code: "map-expected",
        message: `${found} stands where keys with values belong.`,
        fix: "Write keys with values below it, such as key: value.",
      };
}

function lastKey(path: Path): string {
  return String(path.findLast((segment) => typeof segment === "string") ?? "the file");
}
