import { describe } from "vitest";
import { aCase, aFailedRun, another, everyMinute, HOST } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { FailureCode } from "../model/failure.ts";
import { connectRules } from "./connect.ts";

const refused = (ms: number) =>
  aFailedRun("connect-refused", { phases: { dns: 4, connect: ms }, message: "203.0.113.7:443 refused" });
const unanswered = (ago = 0) => aFailedRun("connect-timed-out", { ago, phases: { dns: 4, connect: 9_996 } });
const stalled = (ago: number) => aFailedRun("handshake-timed-out", { ago, phases: { connect: 1, handshake: 9_999 } });
const beside = (status: "up" | "down") =>
  another("acme/ssh", { host: HOST, kind: "tcp", status, ...(status === "down" && { latest: unanswered() }) });
const twice = (code: FailureCode) => everyMinute(2, 0, (ago) => aFailedRun(code, { ago, phases: { connect: 1, server: 2 } }));
const once = (code: FailureCode) => [aFailedRun(code, { phases: { connect: 1, server: 2 } })];
const retried = (code: FailureCode) => [
  aFailedRun(code, { phases: { connect: 1 }, evidence: { attempts: [{ code, message: "reset", totalMs: 2 }] } }),
];

describe("connections", () => {
  describeCauses(
    connectRules,
    [
      {
        ...{ cause: "not-listening", confidence: "likely", when: "the port refuses at once" },
        file: aCase({ check: { outcomes: [refused(1)] } }),
        evidence: ["203.0.113.7:443 refused"],
      },
      {
        cause: "host-silent",
        confidence: "possible",
        when: "nothing answers, and nobody else is known there",
        file: aCase({ check: { outcomes: [unanswered()] } }),
      },
      {
        ...{ cause: "host-silent", confidence: "possible", when: "nobody on the host answers" },
        file: aCase({ check: { outcomes: [unanswered()] }, others: [beside("down")] }),
        evidence: ["2 of 2 checks of api.acme.example fail"],
      },
      {
        ...{
          cause: "accept-queue-full",
          confidence: "likely",
          when: "earlier runs connected and stalled, and other ports connect",
        },
        file: aCase({ check: { kind: "kdb", outcomes: [unanswered(), stalled(1), stalled(2)] }, others: [beside("up")] }),
        evidence: ["2 earlier runs connected and got no answer", "1 other check of this host gets a connection"],
      },
      {
        ...{ cause: "accept-queue-full", confidence: "possible", when: "earlier runs stalled, and nobody else is known there" },
        file: aCase({ check: { kind: "kdb", outcomes: [unanswered(), stalled(1)] } }),
      },
      {
        cause: "no-route",
        confidence: "likely",
        when: "the network says so",
        file: aCase({ check: { outcomes: once("connect-unreachable") } }),
      },
      {
        ...{ cause: "reset-on-connect", confidence: "possible", when: "a second connection is reset too" },
        file: aCase({ check: { outcomes: retried("connect-reset") } }),
        evidence: ["a second try at once, on a new connection, ended alike"],
      },
      {
        ...{ cause: "closes-on-request", confidence: "possible", when: "two runs end so" },
        file: aCase({ check: { outcomes: twice("response-closed") } }),
        evidence: ["2 runs in a row ended so (response-closed)"],
      },
    ],
    [
      {
        cause: "not-listening",
        when: "the refusal took 5 s",
        because: "connect took 5 s",
        file: aCase({ check: { outcomes: [refused(5_000)] } }),
      },
      {
        ...{
          cause: "host-silent",
          when: "another port of the host connects",
          because: "1 other check of this host gets a connection",
        },
        file: aCase({ check: { outcomes: [unanswered()] }, others: [beside("up")] }),
      },
      {
        ...{ cause: "accept-queue-full", when: "no earlier run stalled", because: "0 earlier runs connected and got no answer" },
        file: aCase({ check: { outcomes: [unanswered(), unanswered(1)] }, others: [beside("up")] }),
      },
      {
        ...{
          cause: "accept-queue-full",
          when: "no other port of the host connects",
          because: "2 of 2 checks of api.acme.example fail",
        },
        file: aCase({ check: { kind: "kdb", outcomes: [unanswered(), stalled(1)] }, others: [beside("down")] }),
      },
      { cause: "no-route", when: "the host is only silent", file: aCase({ check: { outcomes: [unanswered()] } }) },
      {
        ...{ cause: "reset-on-connect", when: "it happened once", because: "it happened only once (connect-reset)" },
        file: aCase({ check: { outcomes: once("connect-reset") } }),
      },
      {
        ...{ cause: "closes-on-request", when: "it happened once", because: "it happened only once (response-closed)" },
        file: aCase({ check: { outcomes: once("response-closed") } }),
      },
    ],
  );
});
