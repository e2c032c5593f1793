import { describe } from "vitest";
import { aCase, aFailedRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { garbledRules } from "./garbled.ts";

const garbled = (ago: number, facts = {}) =>
  aFailedRun("body-undecodable", { ago, facts, message: "the body is not gzip, although its header says so" });

describe("answers that are none", () => {
  describeCauses(
    garbledRules,
    [
      {
        ...{ cause: "answer-garbled", confidence: "likely", when: "what came back cannot be read, twice" },
        file: aCase({ check: { outcomes: [garbled(0, { status: 200 }), garbled(1)] } }),
        evidence: ["the body is not gzip, although its header says so", "2 runs in a row ended so (body-undecodable)"],
      },
    ],
    [
      {
        ...{ cause: "answer-garbled", when: "it was so once", because: "it happened only once (body-undecodable)" },
        file: aCase({ check: { outcomes: [garbled(0)] } }),
      },
      {
        ...{ cause: "answer-garbled", when: "the status says what is wrong", because: "answered 500" },
        file: aCase({ check: { outcomes: [garbled(0, { status: 500 }), garbled(1)] } }),
      },
      {
        cause: "answer-garbled",
        when: "the body ends before its end",
        file: aCase({ check: { outcomes: [aFailedRun("body-incomplete"), aFailedRun("body-incomplete", { ago: 1 })] } }),
      },
    ],
  );
});
