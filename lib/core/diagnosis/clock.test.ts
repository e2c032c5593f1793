import { describe } from "vitest";
import { aCase, aFailedRun, another, anUnmetRun, aRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { clockRules } from "./clock.ts";

const refused = (clockSkew: number) => anUnmetRun("status == 200", "403", { facts: { status: 403, clockSkew } });
const elsewhere = (clockSkew: number, id = "acme/other") => another(id, { latest: aRun({ facts: { clockSkew } }) });

describe("clocks that disagree", () => {
  describeCauses(
    clockRules,
    [
      {
        ...{ cause: "our-clock-wrong", confidence: "confirmed", when: "two hosts disagree with us alike" },
        file: aCase({ check: { outcomes: [refused(90_000)] }, others: [elsewhere(91_000)] }),
        evidence: ["2 hosts differ from our clock, by 90 s here"],
      },
      {
        ...{ cause: "our-clock-wrong", confidence: "confirmed", when: "AWS says that the request's time is wrong" },
        file: aCase({ check: { kind: "s3", outcomes: [aFailedRun("clock-skewed")] } }),
      },
      {
        ...{ cause: "server-clock-wrong", confidence: "confirmed", when: "this host alone disagrees with us" },
        file: aCase({ check: { outcomes: [refused(-300_000)] }, others: [elsewhere(120)] }),
        evidence: ["1 other host agrees with our clock"],
      },
      {
        ...{ cause: "server-clock-wrong", confidence: "possible", when: "there is nobody to compare with" },
        file: aCase({ check: { outcomes: [refused(-300_000)] } }),
      },
    ],
    [
      {
        ...{ cause: "our-clock-wrong", when: "one host alone disagrees", because: "1 other host agrees with our clock" },
        file: aCase({ check: { outcomes: [refused(90_000)] }, others: [elsewhere(0)] }),
      },
      {
        ...{ cause: "our-clock-wrong", when: "the trouble is none that a clock can make" },
        file: aCase({
          check: { outcomes: [aFailedRun("connect-refused", { facts: { clockSkew: 90_000 } })] },
          others: [elsewhere(91_000)],
        }),
      },
      {
        ...{ cause: "server-clock-wrong", when: "it is 20 s off", because: "0 hosts differ from our clock, by 20 s here" },
        file: aCase({ check: { outcomes: [refused(20_000)] }, others: [elsewhere(0)] }),
      },
    ],
  );
});
