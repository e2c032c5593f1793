import { describe, expect, it } from "vitest";
import { portOnly } from "./port-only.ts";
import { type KumaMonitor, readKumaExport } from "./schema.ts";

function monitor(part: Record<string, unknown>): KumaMonitor {
  return readKumaExport([{ name: "x", ...part }])?.monitors[0] ?? expect.unreachable();
}

describe("kinds of which only the port is left", () => {
  it.each([
    ["postgres", { databaseConnectionString: "postgres://u:p@db.acme.example/orders" }, "db.acme.example:5432"],
    ["postgres", { databaseConnectionString: "postgres://u:p%40@db.acme.example:6543/orders" }, "db.acme.example:6543"],
    ["mysql", { databaseConnectionString: "mysql://u:p@[2001:db8::7]:3307/x" }, "[2001:db8::7]:3307"],
    ["mongodb", { databaseConnectionString: "mongodb://u:p@a.example,b.example:27018/x" }, "a.example:27017"],
    ["sqlserver", { databaseConnectionString: "Server=sql.acme.example,1434;Password=x" }, "sql.acme.example:1434"],
    ["sqlserver", { databaseConnectionString: "Password=x;Data Source=tcp:sql.acme.example" }, "sql.acme.example:1433"],
    [
      "redis",
      { databaseConnectionString: "rediss://:p@cache.acme.example" },
      { host: "cache.acme.example", port: 6379, tls: true },
    ],
    ["mqtt", { hostname: "mqtts://broker.acme.example", port: 8883 }, { host: "broker.acme.example", port: 8883, tls: true }],
    [
      "grpc-keyword",
      { grpcUrl: "greeter.acme.example:50051", grpcEnableTls: 1 },
      { host: "greeter.acme.example", port: 50_051, tls: true },
    ],
    ["kafka-producer", { kafkaProducerBrokers: ["a.example:9092", "b.example:9092"] }, "a.example:9092"],
  ])("%s", (type, part, tcp) => {
    expect(portOnly(monitor({ type, ...part }))).toMatchObject({
      check: { tcp },
      losses: [{ todo: expect.stringContaining("port") }],
    });
  });

  it("says so where no host can be read", () => {
    const cloud = monitor({ type: "mongodb", databaseConnectionString: "mongodb+srv://u:p@cluster.acme.example" });
    expect(portOnly(cloud)).toHaveProperty("impossible");
    expect(portOnly(monitor({ type: "sqlserver" }))).toHaveProperty("impossible");
  });

  it("is not asked of other kinds, whatever they are called", () => {
    for (const type of ["http", "constructor", "__proto__"]) expect(portOnly(monitor({ type }))).toBeUndefined();
  });
});
