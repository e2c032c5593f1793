import { describe, expect, it } from "vitest";
import { tcpCheck } from "../../../test/kit/checks.ts";
import { anOutcome } from "../../../test/kit/outcomes.ts";
import type { AddressResult } from "../model/outcome.ts";
import { renderRunReport } from "./run-report.ts";

const options = {
  paint: (_: string, text: string) => text,
  timezone: "UTC",
  startedAtEpochMs: Date.UTC(2026, 10, 22),
  elapsedMs: 12,
  isAdHoc: false,
};

function reportOn(addresses: readonly AddressResult[]): string {
  const failure = { phase: "connect", code: "connect-refused", message: "refused" } as const;
  const outcome = anOutcome({ status: "down", failure, evidence: { addresses } });
  return renderRunReport([tcpCheck(1)], [outcome], options)
    .join("\n")
    .replaceAll(/\s+/g, " ");
}

describe("the report of a run at every address", () => {
  it("83. names each with what went wrong there and which certificate it showed", () => {
    const fine = { address: "10.0.0.1", status: "up", totalMs: 4, fingerprint: "1f0c22ab77" } as const;
    const refused = { address: "10.0.0.2", status: "down", totalMs: 1, code: "connect-refused" } as const;
    const expired = {
      ...fine,
      address: "10.0.0.3",
      status: "down",
      code: "certificate-expired",
      fingerprint: "9b1d4e0055",
    } as const;
    expect(reportOn([fine, refused, expired])).toContain(
      "each 10.0.0.1 ok (certificate 1f0c22ab), 10.0.0.2 down (connect-refused), 10.0.0.3 down (certificate-expired, certificate 9b1d4e00)",
    );
    expect(reportOn([{ address: "10.0.0.4", status: "up", totalMs: 4 }])).toContain("each 10.0.0.4 ok 1 down");
  });
});
