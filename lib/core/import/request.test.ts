import { describe, expect, it } from "vitest";
import { safeBody, safeHeaders, safeUrl } from "./request.ts";
import { SecretNames } from "./secret-names.ts";

function context() {
  return { id: "acme/api", secrets: new SecretNames() };
}

describe("what may hold a secret", () => {
  it.each([
    "https://a.example/?api_key=1",
    "https://a.example/?x=1&access-token=2",
    "https://a.example/f?code=3",
    "https://hooks.slack.com/services/T/B/x",
    "https://discord.com/api/webhooks/1/x",
    "https://api.telegram.org/bot1:x/getMe",
    "no address, but password=1",
  ])("is never written as an address: %s", (url) => {
    expect(safeUrl(url, context())).toHaveProperty("loss");
  });

  it("becomes basic authentication where it stood before the host", () => {
    expect(safeUrl("https://monitor:hunter2@a.example/x", context())).toEqual({
      url: "https://a.example/x",
      basic: { user: "${env:ACME_API_USER}", password: "${env:ACME_API_PASSWORD}" },
    });
  });

  it("becomes a reference in headers, unless the header is known to be harmless", () => {
    const headers = {
      Accept: "text/html",
      "X-Tenant": "acme",
      Authorization: "Bearer hunter2",
      Connection: "close",
      "X-Set": "Bearer ${env:T}",
    };
    expect(safeHeaders(headers, context())).toEqual({
      Accept: "text/html",
      "X-Tenant": "${env:ACME_API_X_TENANT}",
      Authorization: "Bearer ${env:ACME_API_AUTHORIZATION}",
      "X-Set": "Bearer ${env:T}",
    });
  });

  it("becomes a reference in a body that speaks of secrets", () => {
    expect(safeBody('{"ping":true}', context())).toBe('{"ping":true}');
    expect(safeBody('{"password":"hunter2"}', context())).toBe("${env:ACME_API_BODY}");
  });

  it("gets a name of its own each time", () => {
    const { id, secrets } = context();
    expect([secrets.reference(id, "TOKEN"), secrets.reference(id, "token"), secrets.reference("1", "x")]).toEqual([
      "${env:ACME_API_TOKEN}",
      "${env:ACME_API_TOKEN_2}",
      "${env:X_1_X}",
    ]);
    expect(secrets.all).toEqual(["ACME_API_TOKEN", "ACME_API_TOKEN_2", "X_1_X"]);
  });
});
