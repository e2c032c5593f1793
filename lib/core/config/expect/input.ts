/** How TypeScript users write `expect` and `slow`: the same grammar as in checks.yaml, with completion. */
import type { FactSpec, FactSpecs } from "../../model/fact.ts";

/** A value, a list of which one must fit, or conditions that must all hold. */
type Operand<Value, Conditions> =
  | Value
  | readonly Value[]
  | (Conditions & { readonly not?: Operand<Value, Conditions>; readonly exists?: boolean });

interface Comparisons<Value> {
  readonly below?: Value;
  readonly above?: Value;
  readonly atMost?: Value;
  readonly atLeast?: Value;
}

interface TextConditions {
  readonly contains?: string;
  /** RE2 syntax. */
  readonly matches?: string;
}

/** `2s`, `64KB`; a bare number where the fact's own name ends in its unit. */
type NumberOperand = Operand<number | string, Comparisons<number | string>>;
type TextOperand = Operand<string, TextConditions>;
type FlagOperand = Operand<boolean, unknown>;
type JsonOperand = Operand<string | number | boolean, Comparisons<number> & TextConditions>;

type OperandOf<Spec extends FactSpec> = {
  number: NumberOperand;
  text: TextOperand;
  list: TextOperand;
  flag: FlagOperand;
  scalar: JsonOperand;
  map: Readonly<Record<string, TextOperand>>;
  json: Readonly<Record<string, JsonOperand>>;
}[Spec["shape"]];

type GroupOf<Name> = Name extends `${infer Group}.${string}` ? Group : never;
type PlainName<Name> = Name extends `${string}.${string}` ? never : Name;
type MemberOf<Name, Group extends string> = Name extends `${Group}.${infer Member}` ? Member : never;

export type ExpectInput<Specs extends FactSpecs> = {
  readonly [Name in PlainName<keyof Specs & string>]?: OperandOf<Specs[Name]>;
} & {
  readonly [Group in GroupOf<keyof Specs & string>]?: {
    readonly [Member in MemberOf<keyof Specs & string, Group>]?: OperandOf<Specs[`${Group}.${Member}`]>;
  };
};
