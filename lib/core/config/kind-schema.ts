/** How a kind of probe is written in the configuration: one line of probes/schemas.ts. */
import type { z } from "zod";
import type { AlarmPolicy } from "../model/check.ts";
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
  /** The same for one target, which may name facts of its own; `undefined` where it is not sound. */
  readonly judgedFor: (target: unknown) => JudgedShape<unknown>;
  /** Names of the facts that a target names itself; absent for kinds whose targets name none. */
  readonly ownFactsOf?: (target: unknown) => readonly string[];
  /** A sound target with what it leaves to the times of its check. */
  readonly settle: (target: unknown, times: CheckTimes) => unknown;
  /** Hold where a check says nothing about the same fact. */
  readonly defaults: readonly Expectation[];
  /** Those of the defaults that speak of what a target asks for. */
  readonly defaultsFor: (target: unknown) => readonly Expectation[];
  /** Where neither a check nor the file says how many datapoints make an alarm; absent for the usual 2 of 3. */
  readonly alarm?: AlarmPolicy;
  /** Reads what stands at `path`: no target if there are errors; warnings leave it. */
  readonly read: (written: unknown, path: Path) => { readonly target?: Target; readonly faults: readonly Fault[] };
}

export interface CheckTimes {
  readonly everyMs: number;
}

/** Keys of a check that depend on the facts of its kind. */
type JudgedShape<Expect> = {
  readonly expect: z.ZodOptional<z.ZodType<Expectation[], Expect>>;
  readonly slow: z.ZodOptional<z.ZodType<Expectation[], Expect>>;
};

interface KindSchemaOptions<Target, Input, Specs> {
  readonly target: z.ZodType<Target, Input>;
  readonly facts: Specs;
  /** All facts of a target, where it names some itself. */
  readonly factsOf?: (target: unknown) => FactSpecs;
  readonly settle?: (target: Target, times: CheckTimes) => Target;
  readonly defaults?: readonly Expectation[];
  readonly defaultsFor?: (target: Target) => readonly Expectation[];
  readonly alarm?: AlarmPolicy;
  /** Doubts about a sound target, with paths below the kind's key. */
  readonly review?: (target: Target) => readonly Refusal[];
}

export function kindSchema<Target, Input, const Specs extends FactSpecs>(
  options: KindSchemaOptions<Target, Input, Specs>,
): KindSchema<Target, Input, ExpectInput<Specs>> {
  const { target, facts, factsOf, settle = (sound) => sound, defaults = [], review = () => [], alarm } = options;
  const { defaultsFor = () => defaults } = options;
  const judged = judgedShape(facts, { isOpen: factsOf !== undefined });
  return {
    target,
    facts,
    judged,
    judgedFor: (sound) =>
      factsOf === undefined || sound === undefined ? judged : judgedShape(factsOf(sound), { isOpen: false }),
    ...(factsOf !== undefined && {
      ownFactsOf: (sound) => Object.keys(factsOf(sound)).filter((fact) => !Object.hasOwn(facts, fact)),
    }),
    // What comes here is what `read` has made.
    settle: (sound, times) => settle(sound as Target, times),
    defaults,
    defaultsFor: (sound) => defaultsFor(sound as Target),
    ...(alarm !== undefined && { alarm }),
    read: (written, path) => {
      const parsed = parseWith(target, written, { path });
      if ("faults" in parsed) return { faults: parsed.faults };
      return { target: parsed.value, faults: review(parsed.value).map((doubt) => warningAt(path, doubt)) };
    },
  };
}

function judgedShape<Specs extends FactSpecs>(
  facts: Specs,
  options: { readonly isOpen: boolean },
): JudgedShape<ExpectInput<Specs>> {
  return {
    expect: expectations(facts, options).describe("All must hold, else the check is down.").optional(),
    slow: expectations(facts, options).describe("Any that holds makes a right answer a slow one.").optional(),
  };
}
