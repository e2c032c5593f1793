import { describe, expect, it } from "vitest";
import { slugOf } from "./slug.ts";

describe("slugOf", () => {
  it("makes an address of the public title alone", () => {
    expect(slugOf("Checkout API")).toBe("checkout-api");
    expect(slugOf("  E-mail & SMS (beta)")).toBe("e-mail-sms-beta");
  });

  it("tells titles apart that have no letters of ASCII, and stays the same for each", () => {
    expect(slugOf("결제")).toMatch(/^[a-z0-9]+$/);
    expect(slugOf("결제")).not.toBe(slugOf("정산"));
    expect(slugOf("결제 API")).toMatch(/^api-[a-z0-9]+$/);
    expect(slugOf("결제 API")).toBe(slugOf("결제 API"));
  });

  it("leads nowhere else, whatever the title holds", () => {
    for (const title of ["../../private/record.json", "a/b", "%2e%2e", "<script>", "?q#h", "!!!", "x".repeat(200)]) {
      expect(slugOf(title)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });
});
