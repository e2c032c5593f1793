import { describe, expect, it } from "vitest";
import { expectOf } from "./conditions.ts";

describe("Gatus' conditions", () => {
  it.each([
    ["[STATUS] == 200", { status: 200 }],
    ["[STATUS] != 500", { status: { not: 500 } }],
    ["[STATUS] == any(200, 429)", { status: [200, 429] }],
    ["[STATUS] <= 299", { status: { atMost: 299 } }],
    ["200 == [STATUS]", { status: 200 }],
    ["[RESPONSE_TIME] < 500", { status: "100-599", total: { below: "500ms" } }],
    ["500 > [RESPONSE_TIME]", { status: "100-599", total: { below: "500ms" } }],
    ["[RESPONSE_TIME] <= 1m30s", { status: "100-599", total: { atMost: "90000ms" } }],
    ["[CERTIFICATE_EXPIRATION] > 48h", { status: "100-599", certificate: { daysLeft: { above: 2 } } }],
    ["[BODY].status == UP", { status: "100-599", json: { "$.status": "UP" } }],
    ["[BODY].n == 5", { status: "100-599", json: { "$.n": [5, "5"] } }],
    ["[BODY][0].n > 5", { status: "100-599", json: { "$[0].n": { above: 5 } } }],
    ["has([BODY].errors) == false", { status: "100-599", json: { "$.errors": { exists: false } } }],
    ["[BODY].name == pat(jo*n)", { status: "100-599", json: { "$.name": { matches: "^jo(?s:.*)n$" } } }],
    ["[BODY] == pat(*ok*)", { status: "100-599", body: { contains: "ok" } }],
    ["[BODY] == ok.", { status: "100-599", body: { matches: "^\\s*ok\\.\\s*$" } }],
    ["[IP] == any(192.0.2.1, 192.0.2.2)", { status: "100-599", address: ["192.0.2.1", "192.0.2.2"] }],
    ["[CONNECTED] == true", { status: "100-599" }],
  ])("writes %s", (condition, expected) => {
    expect(expectOf([condition], "http")).toEqual({ expect: expected, losses: [] });
  });

  it("joins several conditions on one fact", () => {
    const { expect: joined } = sound(expectOf(["[STATUS] >= 200", "[STATUS] < 300", "[STATUS] != 204"], "http"));
    expect(joined).toEqual({ status: { atLeast: 200, below: 300, not: 204 } });
    const certificate = sound(expectOf(["[CERTIFICATE_EXPIRATION] > 48h", "[CERTIFICATE_EXPIRATION] < 9600h"], "connection"));
    expect(certificate.expect).toEqual({ certificate: { daysLeft: { above: 2, below: 400 } } });
  });

  it.each([
    "len([BODY].items) > 3",
    "[DOMAIN_EXPIRATION] > 720h",
    "[CONTEXT].x == 1",
    "[STATUS] 200",
    "a == b",
    "[RESPONSE_TIME] < soon",
  ])("says that %s has no equal", (condition) => {
    expect(sound(expectOf([condition], "http")).losses).toEqual([
      { what: `its condition ${condition}`, todo: expect.any(String) },
    ]);
  });

  it("reads the answers of DNS", () => {
    expect(expectOf(["[DNS_RCODE] == NOERROR", "[BODY] == 192.0.2.7"], "dns")).toEqual({
      expect: { rcode: "NOERROR", answers: "192.0.2.7" },
      losses: [],
    });
  });

  it.each(["[CONNECTED] == false", "[CONNECTED] != true"])("refuses a check that is up when nothing answers: %s", (condition) => {
    expect(expectOf([condition], "connection")).toHaveProperty("impossible");
  });
});

function sound(result: ReturnType<typeof expectOf>) {
  if ("impossible" in result) return expect.unreachable(result.impossible.what);
  return result;
}
