import { describe } from "vitest";
import { aCase, aFailedRun, another, aRun, HOST } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { hostRules } from "./host.ts";

const refused = aFailedRun("connect-refused", { phases: { dns: 4, connect: 1 } });
const down = (id: string, parts = {}) => another(id, { host: HOST, status: "down", latest: refused, ...parts });
const fine = (id: string) => another(id, { host: HOST });
const web = (...others: ReturnType<typeof another>[]) => aCase({ check: { outcomes: [refused] }, others });
const metrics = (...others: ReturnType<typeof another>[]) =>
  aCase({ check: { id: "acme/threads", kind: "metrics", outcomes: [refused] }, others });

describe("faults of a host", () => {
  describeCauses(
    hostRules,
    [
      {
        ...{ cause: "host-fault", confidence: "likely", when: "most of its checks fail, and other hosts are fine" },
        file: web(down("a"), fine("b"), another("c"), another("d")),
        evidence: ["2 of 3 checks of api.acme.example fail", "0 of 2 checks of other hosts fail"],
      },
      {
        ...{ cause: "host-fault", confidence: "likely", when: "the names differ, but all lead to one address" },
        file: aCase({
          check: { outcomes: [{ ...refused, evidence: { address: "203.0.113.7" } }] },
          others: [another("a", { status: "down", latest: { ...refused, evidence: { address: "203.0.113.7" } } }), another("b")],
        }),
      },
      { cause: "host-fault", confidence: "possible", when: "no other host is known", file: web(down("a")) },
      {
        ...{ cause: "management-only", confidence: "likely", when: "the service on the same host answers" },
        file: metrics(fine("acme/web")),
        evidence: ["acme/web, on the same host, is fine"],
      },
    ],
    [
      {
        ...{ cause: "host-fault", when: "half of its checks are fine", because: "2 of 4 checks of api.acme.example fail" },
        file: web(down("a"), fine("b"), fine("c")),
      },
      {
        ...{ cause: "host-fault", when: "other hosts fail as well", because: "2 of 2 checks of other hosts fail" },
        file: web(down("a"), another("b", { status: "down" }), another("c", { status: "down" })),
      },
      {
        ...{
          cause: "management-only",
          when: "the service is down too",
          because: "acme/web, on the same host, is not well either",
        },
        file: metrics(down("acme/web")),
      },
      {
        ...{ cause: "management-only", when: "the metrics are read, and one is too high" },
        file: aCase({
          check: { kind: "metrics", outcomes: [aFailedRun("expectation-unmet", { phases: { server: 5 } })] },
          others: [fine("acme/web")],
        }),
      },
      {
        cause: "management-only",
        when: "it is the service itself that fails",
        file: web(another("acme/threads", { kind: "metrics", host: HOST, latest: aRun() })),
      },
    ],
  );
});
