import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "./document.ts";

const HEALTH = "application/vnd.spring-boot.actuator.v3+json";
const TEXT = "text/plain; version=0.0.4; charset=utf-8";

function healthOf(document: object, contentType = HEALTH) {
  return readDocument(JSON.stringify(document), { contentType, wanted: new Set() });
}

describe("a health document", () => {
  it("says its status, also where components are hidden", () => {
    expect(healthOf({ status: "UP", groups: ["liveness"] })).toEqual({ health: { status: "UP", unwell: "" } });
    expect(healthOf({ status: "MAINTENANCE" })).toEqual({ health: { status: "MAINTENANCE", unwell: "" } });
  });

  it("names the innermost components that are not well, with what they say", () => {
    const db = {
      status: "DOWN",
      components: {
        main: { status: "UP", details: { database: "PostgreSQL" } },
        archive: { status: "DOWN", details: { database: "PostgreSQL", error: "java.sql.SQLException: no connection" } },
      },
    };
    const disk = { status: "OUT_OF_SERVICE", details: { free: 12, threshold: 100, exists: true, path: { deep: 1 } } };
    expect(healthOf({ status: "DOWN", components: { db, disk, ping: { status: "UP" }, mail: { status: "UNKNOWN" } } })).toEqual({
      health: {
        status: "DOWN",
        unwell:
          "db/archive is DOWN (java.sql.SQLException: no connection), disk is OUT_OF_SERVICE (free: 12, threshold: 100, exists: true), mail is UNKNOWN",
      },
    });
  });

  it("is read in the form of Spring Boot 2.0 too, whose components stand under details", () => {
    const details = { redis: { status: "DOWN", details: { error: "timeout" } }, version: "1.2" };
    expect(healthOf({ status: "DOWN", details })).toMatchObject({ health: { unwell: "redis is DOWN (timeout)" } });
  });

  it("stays short, however many components and however long their words", () => {
    const sick = { status: "DOWN", details: { error: "x".repeat(10_000) } };
    const components = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`c${index}`, sick]));
    const result = healthOf({ status: "DOWN".repeat(100), components });
    expect("health" in result && result.health.unwell.length).toBeLessThan(1_200);
    expect("health" in result && result.health.unwell).toMatch(/ and 45 more$/);
    expect("health" in result && result.health.status.length).toBeLessThan(50);
  });
});

describe("a document", () => {
  it("of one metric gives its measurements by statistic", () => {
    const document = {
      name: "http.server.requests",
      measurements: [
        { statistic: "COUNT", value: 3 },
        { statistic: "MAX", value: 0.5 },
      ],
    };
    const result = healthOf(document);
    expect("page" in result && result.page.samples.map(({ name, value }) => [name, value])).toEqual([
      ["COUNT", 3],
      ["MAX", 0.5],
    ]);
  });

  it("of Prometheus may begin with a brace", () => {
    const result = readDocument('{"my.metric"} 1\n', { contentType: TEXT, wanted: new Set(["my.metric"]) });
    expect("page" in result && result.page.samples[0]?.value).toBe(1);
  });

  it("of OpenMetrics is known by its type, and must be whole", () => {
    const contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    expect(readDocument("a 1\n", { contentType, wanted: new Set() })).toMatchObject({ code: "body-incomplete" });
  });

  it.each([
    ["a page for people", "<!doctype html><title>Log in</title>", "text/html", "line 1 is no line of metrics"],
    ["other JSON", '{"threads":[]}', HEALTH, "neither a health nor a metrics document"],
    ["broken JSON", '{"status":"UP"', HEALTH, "not JSON"],
  ])("that is %s is told as such", (_, text, contentType, words) => {
    expect(readDocument(text, { contentType, wanted: new Set() })).toMatchObject({
      code: "protocol-error",
      message: expect.stringContaining(words),
    });
  });

  it("never makes the reader throw", () => {
    const json = fc.json().map((text) => text.replaceAll(/"([a-c])[^"]*":/g, (_, first) => `"${NAMES[first] ?? first}":`));
    fc.assert(
      fc.property(fc.oneof(json, fc.string()), (text) => void readDocument(text, { contentType: HEALTH, wanted: new Set() })),
    );
  });
});

const NAMES: Readonly<Record<string, string>> = { a: "status", b: "components", c: "measurements" };
