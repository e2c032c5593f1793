import { describe, expect, it } from "vitest";
import { kinds } from "./index.ts";
import { KINDS, schemas } from "./schemas.ts";

describe("schemas", () => {
  it("know every kind of the registry, with its own facts", () => {
    expect(KINDS).toEqual(Object.keys(kinds));
    for (const kind of KINDS) expect(schemas[kind].facts).toBe(kinds[kind].facts);
  });

  it("expect by default only facts that the kind learns", () => {
    for (const kind of KINDS) for (const { fact } of schemas[kind].defaults) expect(kinds[kind].facts).toHaveProperty([fact]);
  });
});
