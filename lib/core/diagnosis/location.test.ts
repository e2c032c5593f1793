import { describe } from "vitest";
import { aCase, aFailedRun, another, anUnmetRun, aRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { locationRules } from "./location.ts";

const timedOut = aFailedRun("connect-timed-out", { phases: { dns: 4, connect: 9_996 } });
const unresolved = aFailedRun("dns-timed-out", { phases: { dns: 10_000 } });
const down = (id: string, parts = {}) => another(id, { status: "down", latest: timedOut, ...parts });
const answered = { latest: anUnmetRun("status == 200-299", "500") };
const unseen = (id: string) => {
  const { latest: _unknown, ...other } = another(id, { status: "down" });
  return other;
};
const here = (...others: ReturnType<typeof another>[]) => aCase({ check: { outcomes: [timedOut] }, others });
const asking = (...others: ReturnType<typeof another>[]) => aCase({ check: { outcomes: [unresolved] }, others });
const seoul = (id: string, status: "up" | "down") => another(id, { location: "ap-northeast-2", status });
const same = (location: string, status: "up" | "down" | "unknown") => another("acme/checkout", { location, status });

describe("faults of a location", () => {
  describeCauses(
    locationRules,
    [
      {
        ...{ cause: "location-fault", confidence: "likely", when: "most checks fail here, and another location is fine" },
        file: here(down("a"), down("b"), another("c"), seoul("a", "up"), seoul("b", "up")),
        evidence: ["3 of 4 checks from eu-west-1 do not reach their targets", "from ap-northeast-2 0 of 2 fail"],
      },
      {
        cause: "location-fault",
        confidence: "possible",
        when: "there is no other location to compare with",
        file: here(down("a"), down("b")),
      },
      {
        ...{ cause: "some-places-only", confidence: "likely", when: "more places see it well" },
        file: here(same("ap-northeast-2", "up"), same("us-east-1", "up")),
        evidence: ["it fails from eu-west-1, and is fine from ap-northeast-2, us-east-1"],
      },
      {
        ...{ cause: "some-places-only", confidence: "possible", when: "as many places see it fail" },
        file: here(same("ap-northeast-2", "up"), same("us-east-1", "down"), same("vpc", "unknown")),
        evidence: ["it fails from eu-west-1, us-east-1, and is fine from ap-northeast-2"],
      },
      {
        ...{ cause: "resolver-fault", confidence: "likely", when: "several names cannot be looked up from here" },
        file: asking(another("a", { status: "down", latest: unresolved }), another("b", { status: "down", latest: unresolved })),
        evidence: ["from here 0 other names resolve, 3 with this one do not"],
      },
    ],
    [
      {
        ...{
          cause: "location-fault",
          when: "half of the checks are fine",
          because: "2 of 4 checks from eu-west-1 do not reach their targets",
        },
        file: here(down("a"), another("b"), another("c")),
      },
      {
        ...{
          cause: "location-fault",
          when: "most of those that fail were answered",
          because: "2 of 5 checks from eu-west-1 do not reach their targets",
        },
        file: here(down("a"), down("b", answered), down("c", answered), down("d", answered)),
      },
      {
        ...{ cause: "location-fault", when: "it was answered itself", because: "network (TCP in 11 ms)" },
        file: aCase({ check: { outcomes: [anUnmetRun("status == 200-299", "500")] }, others: [down("a"), down("b"), down("c")] }),
      },
      {
        ...{ cause: "location-fault", when: "it is slow, but answered", because: "network (TCP in 11 ms)" },
        file: aCase({ check: { outcomes: [aRun({ status: "slow" })] }, others: [down("a"), down("b"), down("c")] }),
      },
      {
        ...{ cause: "location-fault", when: "its server accepted it and then said nothing", because: "network (TCP in 11 ms)" },
        file: aCase({
          check: { outcomes: [aFailedRun("response-timed-out", { phases: { connect: 11, server: 9_989 } })] },
          others: [down("a"), down("b")],
        }),
      },
      {
        ...{ cause: "location-fault", when: "nobody knows how the others failed" },
        file: aCase({ check: { outcomes: [timedOut] }, others: ["a", "b", "c"].map(unseen) }),
      },
      {
        ...{ cause: "location-fault", when: "the other location fails as well", because: "from ap-northeast-2 2 of 2 fail" },
        file: here(down("a"), down("b"), seoul("a", "down"), seoul("b", "down")),
      },
      {
        ...{ cause: "location-fault", when: "all that fails lies on one host" },
        file: here(down("a", { host: "api.acme.example" }), down("b", { host: "api.acme.example" })),
      },
      {
        ...{ cause: "some-places-only", when: "every place sees it fail", because: "from us-east-1 1 of 1 fail" },
        file: here(same("us-east-1", "down")),
      },
      { ...{ cause: "some-places-only", when: "it has no other place" }, file: here(another("a")) },
      {
        ...{
          cause: "resolver-fault",
          when: "other names resolve",
          because: "from here 2 other names resolve, 1 with this one do not",
        },
        file: asking(another("a"), another("b")),
      },
      {
        ...{
          cause: "resolver-fault",
          when: "more names resolve than fail",
          because: "from here 3 other names resolve, 2 with this one do not",
        },
        file: asking(another("a"), another("b"), another("c"), another("d", { status: "down", latest: unresolved })),
      },
      {
        ...{ cause: "resolver-fault", when: "the name does not exist" },
        file: aCase({
          check: { outcomes: [aFailedRun("dns-not-found", { phases: { dns: 5 } })] },
          others: [another("a", { latest: unresolved })],
        }),
      },
    ],
  );
});
