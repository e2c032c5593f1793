import { describe } from "vitest";
import { aCase, aFailedRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { FailureCode } from "../model/failure.ts";
import { tlsRules } from "./tls.ts";

const stalled = (connectMs: number) =>
  aCase({ check: { outcomes: [aFailedRun("tls-timed-out", { phases: { dns: 4, connect: connectMs, tls: 9_900 } })] } });
const ended = (code: FailureCode, message = "why") =>
  aCase({ check: { outcomes: [aFailedRun(code, { phases: { connect: 1, tls: 5 }, message })] } });

describe("TLS", () => {
  describeCauses(
    tlsRules,
    [
      {
        ...{ cause: "tls-stalled", confidence: "likely", when: "TCP is accepted at once and the handshake is not answered" },
        file: stalled(1),
        evidence: ["accepts TCP in 1 ms, no tls reply for 9.9 s"],
      },
      {
        cause: "tls-policy",
        confidence: "likely",
        when: "the versions differ",
        file: ended("tls-version-mismatch"),
        evidence: ["why"],
      },
      {
        ...{ cause: "tls-policy", confidence: "likely", when: "the server sends alert 40" },
        file: ended("tls-failed", "the server found no common cipher (alert handshake_failure)"),
      },
      { cause: "tls-not-spoken", confidence: "likely", when: "the answer is no TLS", file: ended("tls-not-spoken") },
      {
        cause: "client-certificate-required",
        confidence: "likely",
        when: "the server asks for one",
        file: ended("tls-client-certificate-required"),
      },
    ],
    [
      { cause: "tls-stalled", when: "TCP itself took 3 s", because: "connect took 3 s", file: stalled(3_000) },
      {
        ...{
          cause: "tls-policy",
          when: "the server has a fault of its own",
          because: "the server has a fault of its own (alert internal_error)",
        },
        file: ended("tls-failed", "the server has a fault of its own (alert internal_error)"),
      },
      { cause: "tls-not-spoken", when: "the handshake failed otherwise", file: ended("tls-failed") },
      {
        cause: "client-certificate-required",
        when: "the server's own certificate is wrong",
        file: ended("certificate-untrusted"),
      },
    ],
  );
});
