import { expect, it, onTestFinished } from "vitest";
import { type DynamoDbStandIn, startDynamoDb } from "../../test/kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { describeIncidentStore } from "../../test/kit/incident-store-contract.ts";
import { aNotice, anIncident } from "../../test/kit/incidents.ts";
import { createCredentials } from "./credentials.ts";
import { createDynamoDbClient } from "./dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "./dynamodb-incident-store.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-real-key" };

async function openTable() {
  const environment = useAwsEnvironment(KEYS);
  const table = await startDynamoDb();
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await table[Symbol.asyncDispose]();
  });
  return { table, ...openStore(table) };
}

function openStore(table: DynamoDbStandIn) {
  const client = createDynamoDbClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: table.origin });
  const open = () => createDynamoDbIncidentStore({ client, tableName: "bongsu-acme-incidents", deployment: "acme" });
  return { store: open(), reopen: open };
}

describeIncidentStore("Incidents in DynamoDB", openTable);

it("writes an incident in the same transaction as its notices, however large the change is", async () => {
  const { store, table } = await openTable();
  const incidents = Array.from({ length: 150 }, (_, at) => anIncident({ id: `a${at}` }));
  const notices = incidents.map(({ id }) => aNotice({ id: `${id}-1/oncall`, story: { ...aNotice().story, incident: id } }));
  expect(await store.commit({ incidents, notices }, 0)).toBe("written");
  const ledger = await store.read();
  expect([ledger.incidents.length, ledger.outbox.length, ledger.version]).toEqual([150, 150, 4]);
  expect(table.calls.filter((call) => call === "TransactWriteItems")).toHaveLength(4);
});

it("takes a lost race in the midst of DynamoDB for a conflict, and a refusal for an error", async () => {
  const { store, table } = await openTable();
  await store.commit({ incidents: [anIncident()] }, 0);
  table.failNext("AccessDeniedException");
  await expect(store.commit({ incidents: [anIncident()] }, 1)).rejects.toThrow("AccessDenied");
  expect((await store.read()).version).toBe(1);
});

it("reads past rows that are no incident of this version", async () => {
  const { store, table } = await openTable();
  await store.commit({ incidents: [anIncident({ id: "good" })] }, 0);
  const [key = ""] = [...table.items.keys()].filter((name) => name.endsWith("good"));
  const broken = { ...table.items.get(key), sk: { S: "incident#bad" }, json: { S: "{" } };
  (table.items as Map<string, typeof broken>).set(`${key}bad`, broken);
  expect((await store.read()).incidents.map(({ id }) => id)).toEqual(["good"]);
});

it("keeps an incident of as many members, with names as long, as there can be within what an item may hold", async () => {
  const { store, table } = await openTable();
  const members = Array.from({ length: 1_000 }, (_, at) => {
    const check = `acme/${"checkout-of-a-long-name-".repeat(5)}${at}`;
    return { alarm: `${"a".repeat(40)}: ${check} is down`, topic: "down", check, sinceEpochMs: at, untilEpochMs: at + 1 };
  });
  const wide = anIncident({ members, memberCount: 1_000 });
  expect(JSON.stringify(wide).length).toBeGreaterThan(350_000);
  expect(await store.commit({ incidents: [wide] }, 0)).toBe("written");
  expect((await store.read()).incidents).toEqual([wide]);
  const sizes = [...table.items.values()].map((item) => JSON.stringify(item).length);
  expect(Math.max(...sizes)).toBeLessThan(100_000);
});

it("lets rows go by themselves: closed incidents and messages after 90 days, open ones never", async () => {
  const { store, table } = await openTable();
  const closedAtEpochMs = Date.UTC(2026, 10, 22);
  const incidents = [anIncident({ id: "open" }), anIncident({ id: "over", state: "closed", closedAtEpochMs })];
  await store.commit({ incidents, notices: [aNotice()] }, 0);
  const expiries = [...table.items].map(([key, item]) => [key.split("\u0000")[1], item.expiresAtEpochSeconds?.N]);
  expect(Object.fromEntries(expiries)).toEqual({
    head: undefined,
    "incident#open": undefined,
    "incident#over": String((closedAtEpochMs + 90 * 86_400_000) / 1_000),
    "notice#k7f2-1/oncall": expect.any(String),
  });
});
