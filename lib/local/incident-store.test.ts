import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { describeIncidentStore } from "../../test/kit/incident-store-contract.ts";
import { aNotice, anIncident } from "../../test/kit/incidents.ts";
import { openDatabase } from "./database.ts";
import { SqliteIncidentStore } from "./incident-store.ts";

function openHere(folder: string) {
  const opened = openDatabase(folder);
  if ("problem" in opened) throw new Error(opened.problem);
  return opened.database;
}

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "bongsu-incidents-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describeIncidentStore("incidents in SQLite", () => {
  const database = openHere(aFolder());
  onTestFinished(() => database.close());
  return { store: new SqliteIncidentStore(database), reopen: () => new SqliteIncidentStore(database) };
});

it("incidents outlive the process", async () => {
  const folder = aFolder();
  const first = openHere(folder);
  await new SqliteIncidentStore(first).commit({ incidents: [anIncident()], notices: [aNotice()] }, 0);
  first.close();
  const second = openHere(folder);
  onTestFinished(() => second.close());
  expect(await new SqliteIncidentStore(second).read()).toMatchObject({
    version: 1,
    incidents: [anIncident()],
    outbox: [aNotice()],
  });
});

it("rows that cannot be read are left out rather than believed", async () => {
  const database = openHere(aFolder());
  onTestFinished(() => database.close());
  const store = new SqliteIncidentStore(database);
  await store.commit(
    { incidents: [anIncident(), anIncident({ id: "b3c4" })], notices: [aNotice()], mutes: [{ subject: "a", untilEpochMs: 1 }] },
    0,
  );
  database.exec(
    `UPDATE incidents SET incident = '{"id":"b3c4"}' WHERE id = 'b3c4'; UPDATE outbox SET notice = '[]'; UPDATE incident_head SET head = '{';`,
  );
  expect(await store.read()).toEqual({ version: 1, incidents: [anIncident()], outbox: [], sent: {}, mutes: [] });
});

it("a commit that fails half way leaves nothing behind", async () => {
  const database = openHere(aFolder());
  onTestFinished(() => database.close());
  const store = new SqliteIncidentStore(database);
  const unwritable = { ...aNotice(), attempts: Number.NaN };
  await expect(store.commit({ incidents: [anIncident()], notices: [unwritable] }, 0)).rejects.toThrow();
  expect(await store.read()).toMatchObject({ version: 0, incidents: [] });
  expect(await store.commit({ incidents: [anIncident()] }, 0)).toBe("written");
});
