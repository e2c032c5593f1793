/** How a kind of probe is written in the configuration: one line of probes/schemas.ts. */
import type { z } from "zod";
import type { Expectation } from "../model/expectation.ts";
import type { FactSpecs } from "../model/fact.ts";
import { expectations } from "./expect/expectations.ts";
import type { ExpectInput } from "./expect/input.ts";
import { parseWith } from "./faults-of-zod.ts";
import { type Fault, type Path, type Refusal, warningAt } from "./problem.ts";

export interface KindSchema<Target = unknown, Input = unknown, Expect = unknown> {
  /** What stands behind the kind's key, turned into its Target. */
  readonly target: z.ZodType<Target, Input>;
  readonly facts: FactSpecs;
  readonly judged: JudgedShape<Expect>;
  /** Hold where a check says nothing about the same fact. */
  readonly defaults: readonly Expectation[];
  /** Reads what stands at `path`: no target if there are errors; warnings leave it. */
  readonly read: (written: unknown, path: Path) => { readonly target?: Target; readonly faults: readonly Fault[] };
}

/** Keys of a check that depend on the facts of its kind. */
type JudgedShape<Expect> = {
  readonly expect: z.ZodOptional<z.ZodType<Expectation[], Expect>>;
  readonly slow: z.ZodOptional<z.ZodType<Expectation[], Expect>>;
};

interface KindSchemaOptions<Target, Input, Specs> {
  readonly target: z.ZodType<Target, Input>;
  readonly facts: Specs;
  readonly defaults?: readonly Expectation[];
  /** Doubts about a sound target, with paths below the kind's key. */
  readonly review?: (target: Target) => readonly Refusal[];
}

export function kindSchema<Target, Input, const Specs extends FactSpecs>(
  options: KindSchemaOptions<Target, Input, Specs>,
): KindSchema<Target, Input, ExpectInput<Specs>> {
  const { target, facts, defaults = [], review = () => [] } = options;
  return {
    target,
    facts,
    judged: judgedShape(facts),
    defaults,
    read: (written, path) => {
      const parsed = parseWith(target, written, { path });
      if ("faults" in parsed) return { faults: parsed.faults };
      return { target: parsed.value, faults: review(parsed.value).map((doubt) => warningAt(path, doubt)) };
    },
  };
}

function judgedShape<Specs extends FactSpecs>(facts: Specs): JudgedShape<ExpectInput<Specs>> {
  return {
    expect: expectations(facts).describe("All must hold, else the check is down.").optional(),
    slow: expectations(facts).describe("Any that holds makes a right answer a slow one.").optional(),
  };
}
