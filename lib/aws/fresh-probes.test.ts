import { describe, expect, it } from "vitest";
import { aCheck, aDownOutcome } from "../../test/kit/outcomes.ts";
import type { Config } from "../core/model/check.ts";
import { createFreshProbes } from "./fresh-probes.ts";
import type { InvokeFunction } from "./invoke-function.ts";

const checks = [
  ...Array.from({ length: 25 }, (_, at) => aCheck({ id: `acme/${at}` })),
  aCheck({ id: "acme/inside", from: ["vpc"] }),
];
const config: Config = { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks };

/** Probers that answer as they are told to, and a note of what they were asked. */
function open(answers: (functionName: string) => Awaited<ReturnType<InvokeFunction>>) {
  const asked: [string, object][] = [];
  const problems: string[] = [];
  const probe = createFreshProbes({
    config,
    invoke: async (functionName, event) => {
      asked.push([functionName, event]);
      return answers(functionName);
    },
    clock: { sleep: async () => {} },
    onProblem: (sentence) => problems.push(sentence),
  });
  return { probe, asked, problems };
}

const down = (check: string) => aDownOutcome({ check });
const answering = (...outcomes: readonly object[]) => ({ answer: JSON.stringify({ outcomes }) });

describe("fresh probes", () => {
  it("ask each prober once for all that is asked for at one moment, and give each its own", async () => {
    const { probe, asked } = open((name) =>
      name.endsWith("vpc") ? answering(down("acme/inside")) : answering(down("acme/0"), down("acme/1")),
    );
    const [one, other] = await Promise.all([probe(["acme/0", "acme/inside"]), probe(["acme/1"])]);
    expect(asked).toEqual([
      ["bongsu-acme-prober-region", { probe: ["acme/0", "acme/1"] }],
      ["bongsu-acme-prober-vpc", { probe: ["acme/inside"] }],
    ]);
    expect(one.map(({ check }) => check)).toEqual(["acme/0", "acme/inside"]);
    expect(other.map(({ check }) => check)).toEqual(["acme/1"]);
  });

  it("ask every prober of a check with several places, each in its own Region", async () => {
    const wide = { ...config, checks: [aCheck({ id: "acme/wide", from: ["region", "us-east-1"] })] };
    const asked: unknown[] = [];
    const invoke: InvokeFunction = async (functionName, _event, where) => {
      asked.push([functionName, where]);
      return answering(aDownOutcome({ check: "acme/wide", location: functionName }));
    };
    const probe = createFreshProbes({ config: wide, invoke, clock: { sleep: async () => {} }, onProblem: () => {} });
    expect(await probe(["acme/wide"])).toHaveLength(2);
    expect(asked).toEqual([
      ["bongsu-acme-prober-region", {}],
      ["bongsu-acme-prober-us-east-1", { region: "us-east-1" }],
    ]);
  });

  it("ask a prober no second time in a pass", async () => {
    const { probe, asked } = open(() => answering(down("acme/0")));
    await probe(["acme/0"]);
    expect(await probe(["acme/1"])).toEqual([]);
    expect(await probe(["acme/0"])).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it("ask for no more checks than a prober takes", async () => {
    const { probe, asked } = open(() => answering());
    await probe(checks.map(({ id }) => id));
    expect(asked[0]?.[1]).toEqual({ probe: Array.from({ length: 20 }, (_, at) => `acme/${at}`) });
  });

  it("go on without a prober that does not answer, and say so", async () => {
    const { probe, problems } = open((name) => (name.endsWith("vpc") ? answering(down("acme/inside")) : { problem: "no" }));
    expect((await probe(["acme/0", "acme/inside"])).map(({ check }) => check)).toEqual(["acme/inside"]);
    expect(problems).toEqual(["bongsu-acme-prober-region: no"]);
  });
});
