import { describe, expect, it } from "vitest";
import { schemas } from "../schemas.ts";

function read(written: unknown) {
  return schemas.tls.read(written, ["tls"]);
}

describe("tls as it is written", () => {
  it.each([
    ["api.acme.example", { host: "api.acme.example", port: 443 }],
    ["api.acme.example:8443", { host: "api.acme.example", port: 8443 }],
    ["[2001:db8::7]", { host: "2001:db8::7", port: 443 }],
    [{ host: "api.acme.example" }, { host: "api.acme.example", port: 443 }],
  ])("%j needs no port", (written, place) => {
    expect(read(written)).toEqual({ target: { ...place, ip: "any", tls: { verify: true } }, faults: [] });
  });

  it("keeps what concerns TLS apart from where to connect", () => {
    const written = { host: "a", port: 25, ip: 6, startTls: "smtp", serverName: "b", minVersion: "1.3", verify: false };
    const tls = { serverName: "b", minVersion: "1.3", verify: false };
    expect(read(written).target).toEqual({ host: "a", port: 25, ip: 6, startTls: "smtp", tls });
  });
});
