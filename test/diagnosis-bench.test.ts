/** The short version of `npm run bench:diagnosis`: each quick kind of fault once, so that no rule gets worse unseen. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../bench/diagnosis/fault.ts";
import { FAULTS } from "../bench/diagnosis/faults/index.ts";
import { type Played, runFaults } from "../bench/diagnosis/run-faults.ts";
import { falseClaims, markOf } from "../bench/diagnosis/verdict.ts";
import type { Confidence, Diagnosis } from "../lib/core/model/diagnosis.ts";

const AT_ONCE = 6;
const quick = FAULTS.filter(({ isLong }) => isLong !== true).map(withOneVariant);

function withOneVariant(fault: Fault): Fault {
  return { ...fault, variants: Object.fromEntries(Object.entries(fault.variants).slice(0, 1)) };
}

// Hosts of their own are addresses of 127.0.0.0/8, which only Linux has all of.
describe.skipIf(process.platform !== "linux")("the diagnosis of a real fault", () => {
  let played: readonly Played[] = [];

  beforeAll(async () => {
    played = await runFaults(quick, { atOnce: AT_ONCE });
  }, 90_000);

  it.each(quick)("is right where $name", ({ name }) => {
    const found = played.find(({ fault }) => fault === name);
    expect(found?.falseClaims).toEqual([]);
    expect(["right", "possible"], JSON.stringify(found?.findings)).toContain(found?.mark);
  });

  it("is tried on at least 40 kinds of fault in three variants each, and on innocents", () => {
    expect(FAULTS.filter(({ right }) => right.length > 0).length).toBeGreaterThanOrEqual(40);
    expect(FAULTS.filter(({ variants }) => Object.keys(variants).length < 3)).toEqual([]);
    expect(FAULTS.some(({ right }) => right.length === 0)).toBe(true);
  });
});

describe("the judge of a diagnosis", () => {
  const fault: Fault = {
    name: "",
    right: ["not-listening"],
    honest: ["flapping"],
    alsoTrue: ["host-fault"],
    variants: {},
  };

  function saying(cause: "not-listening" | "flapping" | "host-fault" | "no-route", confidence: Confidence): Diagnosis {
    const said = { layer: "target", confidence, evidence: [{ line: "retried-alike", with: {} }] } as const;
    const particulars = {
      "not-listening": { cause: "not-listening", with: {} },
      flapping: { cause: "flapping", with: {} },
      "host-fault": { cause: "host-fault", with: { host: "h" } },
      "no-route": { cause: "no-route", with: {} },
    } as const;
    const finding = { ...said, ...particulars[cause] };
    return { findings: [finding], ruledOut: [], rejected: [] };
  }

  it("takes an honest guess for possible only as long as it is said to be one", () => {
    expect(markOf(fault, saying("not-listening", "likely"))).toBe("right");
    expect(markOf(fault, saying("flapping", "possible"))).toBe("possible");
    expect(markOf(fault, saying("flapping", "likely"))).toBe("wrong");
    expect(markOf(fault, saying("no-route", "possible"))).toBe("wrong");
    expect(markOf(fault, { findings: [], ruledOut: [], rejected: [] })).toBe("none");
  });

  it("lets nothing be claimed of an innocent", () => {
    const innocent = { ...fault, right: [], alsoTrue: [] };
    expect(markOf(innocent, { findings: [], ruledOut: [], rejected: [] })).toBe("right");
    expect(markOf(innocent, saying("flapping", "possible"))).toBe("possible");
    expect(markOf(innocent, saying("flapping", "likely"))).toBe("wrong");
  });

  it("counts as false what was claimed and is neither right nor true", () => {
    const claims = [saying("no-route", "confirmed"), saying("host-fault", "likely"), saying("flapping", "possible")];
    expect(falseClaims(fault, claims).map(({ cause }) => cause)).toEqual(["no-route"]);
  });
});
