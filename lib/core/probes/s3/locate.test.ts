import { describe, expect, it } from "vitest";
import { locate, locateSts } from "./locate.ts";

const place = { bucket: "acme-exports", forcePathStyle: false };
const at = { key: "a/b", region: "eu-west-1" };

describe("locate", () => {
  it.each([
    [place, "https://acme-exports.s3.eu-west-1.amazonaws.com/a/b"],
    [{ ...place, forcePathStyle: true }, "https://s3.eu-west-1.amazonaws.com/acme-exports/a/b"],
    [{ ...place, bucket: "acme.exports" }, "https://s3.eu-west-1.amazonaws.com/acme.exports/a/b"],
    [{ ...place, endpoint: "http://10.0.0.7:9000" }, "http://10.0.0.7:9000/acme-exports/a/b"],
    [{ ...place, endpoint: "http://[::1]:9000" }, "http://[::1]:9000/acme-exports/a/b"],
    [{ ...place, endpoint: "https://s3.acme.internal" }, "https://acme-exports.s3.acme.internal/a/b"],
  ])("%j lies at %s", (where, address) => {
    expect(locate(where, at).href).toBe(address);
  });

  it("knows that China has a domain of its own", () => {
    expect(locate(place, { ...at, region: "cn-north-1" }).host).toBe("acme-exports.s3.cn-north-1.amazonaws.com.cn");
  });

  it("lists a bucket at its own address", () => {
    expect(locate(place, { ...at, key: "" }).pathname).toBe("/");
    expect(locate({ ...place, forcePathStyle: true }, { ...at, key: "" }).pathname).toBe("/acme-exports");
  });
});

describe("locateSts", () => {
  it.each([
    ["https://acme-exports.s3.eu-west-1.amazonaws.com/a", "https://sts.eu-west-1.amazonaws.com/"],
    ["https://bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com/a", "https://sts.eu-west-1.amazonaws.com/"],
    ["http://s3.eu-west-1.amazonaws.com:8080/a", "http://sts.eu-west-1.amazonaws.com:8080/"],
    ["https://s3.acme.internal/a", undefined],
    ["https://s3.amazonaws.com.evil.example/a", undefined],
  ])("of %s is %s", (s3, sts) => {
    expect(locateSts(new URL(s3), "eu-west-1")?.href).toBe(sts);
  });
});
