import { describe, expect, it } from "vitest";
import { aBadDay, aService, aStatusConfig, aStatusView, someDays } from "../../../test/kit/status-pages.ts";
import { availabilityText, failedPercent, goodPercent } from "./availability.ts";
import type { DayCounts } from "./day-counts.ts";
import { statusTexts } from "./texts.ts";
import type { ServiceView } from "./view.ts";

function serviceWith(days: DayCounts): ServiceView {
  const [service] = aStatusView({ config: aStatusConfig([aService("a", "A")]), days: { a: days } }).services;
  if (service === undefined) throw new Error("no service");
  return service;
}

describe("availability", () => {
  it("always has its base, and says how many days have data", () => {
    const texts = statusTexts("en");
    expect(aBadDay().services.map((service) => availabilityText(service, texts))).toEqual([
      "99.17 % of 129,600 checks, 90 of 90 days with data",
      "100 % of 129,600 checks, 90 of 90 days with data",
      "99.91 % of 129,600 checks, 90 of 90 days with data",
      "100 % of 8,640 checks, 6 of 90 days with data",
    ]);
  });

  it("does not make 90 days of six minutes", () => {
    const service = serviceWith({ "2026-11-22": { runs: 6, failedRuns: 0 } });
    expect(availabilityText(service, statusTexts("en"))).toBe("100 % of 6 checks, 1 of 90 days with data");
    expect(availabilityText(service, statusTexts("ko"))).toBe("점검 6회 중 100 %, 90일 중 1일의 데이터");
  });

  it("gives no percentage where nothing was counted", () => {
    expect(availabilityText(serviceWith({}), statusTexts("en"))).toBe("No checks counted yet");
    expect(availabilityText(serviceWith({ "2020-01-01": { runs: 6, failedRuns: 0 } }), statusTexts("en"))).toBe(
      "No checks counted yet",
    );
  });

  it("is never rounded up to 100, and a failure never down to 0", () => {
    expect(goodPercent({ runs: 1_000_000, failedRuns: 1 })).toBe("99.99 %");
    expect(failedPercent({ runs: 1_000_000, failedRuns: 1 })).toBe("0.01 %");
    expect(goodPercent({ runs: 3, failedRuns: 3 })).toBe("0 %");
    expect(goodPercent(someDays(1)["2026-11-22"] ?? { runs: 1, failedRuns: 1 })).toBe("100 %");
  });
});
