import { describe, expect, it } from "vitest";
import type { Secrets } from "../ports.ts";
import { environmentSecrets, fillSecrets, findReferences } from "./secrets.ts";

const target = { url: "http://x/", headers: { authorization: "Bearer ${secret:acme/token}", "x-key": "${env:KEY}" } };

describe("secret references", () => {
  it("are found in any string of a target", () => {
    expect(findReferences(target)).toEqual([
      { scheme: "secret", name: "acme/token" },
      { scheme: "env", name: "KEY" },
    ]);
  });

  it("are replaced by their values, which are returned for masking", async () => {
    const secrets: Secrets = { resolve: async ({ name }) => ({ value: `<${name}>` }) };
    expect(await fillSecrets(target, secrets)).toEqual({
      target: { url: "http://x/", headers: { authorization: "Bearer <acme/token>", "x-key": "<KEY>" } },
      secretValues: ["<acme/token>", "<KEY>"],
    });
  });

  it("whose value looks like a reference are not resolved again", async () => {
    const secrets: Secrets = { resolve: async () => ({ value: "${env:OTHER}" }) };
    expect(await fillSecrets({ a: "${env:A}" }, secrets)).toMatchObject({ target: { a: "${env:OTHER}" } });
  });

  it("that cannot be had say so in a sentence", async () => {
    expect(await fillSecrets({ a: "${env:BONGSU_TEST_UNSET}" }, environmentSecrets)).toEqual({
      unavailable: "the environment variable BONGSU_TEST_UNSET is not set",
    });
  });
});
