/**
 * A value that we read ourselves, as a zod schema. Zod keeps the shape of objects, the types and the JSON schema;
 * what is wrong with a value is said in our own words by the function that reads it.
 */
import { z } from "zod";
import type { Refusal, Refuse } from "./problem.ts";

/** Reads an outside value; `undefined` means that it was refused, once or several times. */
export type Read<T> = (value: unknown, refuse: Refuse) => T | undefined;
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A schema of what `read` accepts. `Input` is how TypeScript users write it, `jsonSchema` how editors see it.
 * `read` is called only with values that are there.
 */
export function leaf<T, Input>(read: Read<T>, jsonSchema: JsonSchema): z.ZodType<T, Input> {
  return z
    .custom<Input>()
    .meta(jsonSchema)
    .transform((value, context) => {
      const refuse = (refusal: Refusal | undefined): undefined => {
        context.issues.push({ code: "custom", input: value, ...(refusal === undefined ? {} : { params: { refusal } }) });
      };
      if (value === undefined || value === null) return refuse(undefined) ?? z.NEVER;
      return read(value, refuse) ?? z.NEVER;
    });
}

/** The refusal that a leaf wrapped into an issue of zod. */
export function refusalOf(params: unknown): Refusal | undefined {
  return hasRefusal(params) ? params.refusal : undefined;
}

function hasRefusal(params: unknown): params is { readonly refusal: Refusal } {
  return typeof params === "object" && params !== null && "refusal" in params;
}
