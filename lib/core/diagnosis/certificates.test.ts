import { describe } from "vitest";
import { aCase, aFailedRun, anUnmetRun, aRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import type { FailureCode } from "../model/failure.ts";
import { certificateRules } from "./certificates.ts";

const certificate = {
  ...{ subject: "api.acme.example", issuer: "R11", names: ["api.acme.example", "www.acme.example"] },
  ...{ validFrom: "2026-08-20", validTo: "2026-11-18", daysLeft: -3.2, fingerprint: "ab" },
};
const presented = "certificate of api.acme.example by R11, valid to 2026-11-18 (-4 days left)";
const refused = (code: FailureCode) =>
  aCase({ check: { outcomes: [aFailedRun(code, { phases: { connect: 1, tls: 9 }, evidence: { certificate } })] } });
const exchanged = aCase({
  check: {
    outcomes: [
      aFailedRun("certificate-untrusted", { evidence: { certificate: { ...certificate, fingerprint: "1f0c22ab77" } } }),
      aRun({ ago: 1, evidence: { certificate: { ...certificate, fingerprint: "9b1d4e0055" } } }),
    ],
  },
});
const daysLeft = (days: number) => ({ facts: { "certificate.daysLeft": days } });
const expiring = anUnmetRun("certificate.daysLeft > 14", "9.5", { ...daysLeft(9.5), status: "slow" });

describe("certificates", () => {
  describeCauses(
    certificateRules,
    [
      {
        ...{ cause: "certificate-expired", confidence: "confirmed", when: "its last day is over" },
        file: refused("certificate-expired"),
        evidence: [presented],
      },
      {
        cause: "certificate-not-yet-valid",
        confidence: "confirmed",
        when: "its first day is yet to come",
        file: refused("certificate-not-yet-valid"),
      },
      {
        ...{ cause: "certificate-name-mismatch", confidence: "confirmed", when: "it names others" },
        file: refused("certificate-name-mismatch"),
        evidence: ["it is for api.acme.example, www.acme.example"],
      },
      {
        cause: "certificate-untrusted",
        confidence: "confirmed",
        when: "it is self-signed",
        file: refused("certificate-self-signed"),
      },
      {
        ...{
          cause: "certificate-untrusted",
          confidence: "confirmed",
          when: "another has taken the place of the one that was trusted",
        },
        file: exchanged,
        evidence: ["it is another than that of the last good run: 1f0c22ab, before 9b1d4e00"],
      },
      {
        cause: "certificate-chain-incomplete",
        confidence: "confirmed",
        when: "a link is missing",
        file: refused("certificate-chain-incomplete"),
      },
      {
        ...{ cause: "certificate-expiring", confidence: "confirmed", when: "fewer days are left than the check asks for" },
        file: aCase({ check: { outcomes: [expiring] } }),
        evidence: ["expected certificate.daysLeft > 14, got 9.5"],
      },
    ],
    [
      { cause: "certificate-expired", when: "it only names others", file: refused("certificate-name-mismatch") },
      { cause: "certificate-not-yet-valid", when: "it has expired", file: refused("certificate-expired") },
      { cause: "certificate-name-mismatch", when: "it is only untrusted", file: refused("certificate-untrusted") },
      { cause: "certificate-untrusted", when: "only the intermediate is missing", file: refused("certificate-chain-incomplete") },
      { cause: "certificate-chain-incomplete", when: "it is self-signed", file: refused("certificate-self-signed") },
      {
        ...{ cause: "certificate-expiring", when: "the run failed for another reason", because: "certificate (9 days left)" },
        file: aCase({ check: { outcomes: [anUnmetRun("status == 200", "503", daysLeft(9.5)), aRun({ ago: 1 })] } }),
      },
    ],
  );
});
