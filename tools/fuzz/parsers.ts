/** Every reader of foreign bytes. */
import { documentParsers } from "./document-parsers.ts";
import type { Parser } from "./parser.ts";
import { wireParsers } from "./wire-parsers.ts";

export const parsers: readonly Parser[] = [...wireParsers, ...documentParsers];
