import type { Scalar } from "./fact.ts";

/** One thing that must hold (or, under `slow`, one thing that makes a right answer a slow one). */
export interface Expectation {
  /** Name of the fact as the kind declares it: `status`, `certificate.daysLeft`, `headers`, `json`. */
  readonly fact: string;
  /** Header name (lower case) of a map, JSON path of a document. */
  readonly path?: string;
  readonly matcher: Matcher;
}

/** Inclusive at both ends: `200-299`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** Numbers of facts with a unit are in that unit: `{ above: 2s }` on `total` is `{ op: "above", value: 2000 }`. */
export type Matcher =
  | { readonly op: "oneOf"; readonly values: readonly (Scalar | NumberRange)[] }
  | { readonly op: "below" | "above" | "atMost" | "atLeast"; readonly value: number }
  | { readonly op: "contains"; readonly value: string }
  /** RE2 syntax; matched in linear time. */
  | { readonly op: "matches"; readonly pattern: string }
  | { readonly op: "exists"; readonly value: boolean }
  | { readonly op: "not"; readonly matcher: Matcher }
  | { readonly op: "all"; readonly matchers: readonly Matcher[] };
