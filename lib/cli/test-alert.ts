/** `bongsu test-alert`: a drill on the way that real messages go, from the outbox through the responder to the people. */
import { channelsOf } from "../core/incidents/channels.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import { ATTEMPTS_MAX } from "../core/incidents/deliver.ts";
import type { Config, ContactName } from "../core/model/check.ts";
import type { Notice } from "../core/model/incident.ts";
import type { Story } from "../core/model/story.ts";
import type { IncidentStore } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { explainFailure, loadOrExplain, openIncidents, refuse } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface TestAlertOptions {
  /** None: all who are told of anything. */
  readonly contacts: readonly string[];
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
  /** How long the responder, which starts every minute, is waited for, and how often it is looked. */
  readonly wait?: { readonly forMs: number; readonly everyMs: number };
}

const WAIT = { forMs: 150_000, everyMs: 5_000 };
const COMMITS_MAX = 5;

interface Result {
  readonly contact: ContactName;
  readonly isSent: boolean;
}

/** Resolves to the exit code: 0 all were sent, 1 some were not, 2 the configuration is wrong, 3 it could not be done. */
export async function testAlert({ contacts, config: file, json, output, wait = WAIT }: TestAlertOptions): Promise<number> {
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  const channels = channelsOf(config);
  const chosen = contacts.length > 0 ? contacts : contactsTold(config).map(({ name }) => name);
  const stranger = chosen.find((contact) => channels[contact] === undefined);
  if (stranger !== undefined) return refuse(`${file} has no contact ${stranger}.`, output);
  if (chosen.length === 0) return refuse(`${file} names nobody who is told of anything.`, output);
  const notices = chosen.map((contact) => drill(contact, config));
  try {
    const store = await openIncidents(config);
    if (!(await write(notices, store))) return refuse("Others kept writing at the same time: try again.", output);
    if (!json) output.write(`A drill for ${chosen.join(", ")} is on its way; the responder starts every minute.\n`);
    const results = await follow(notices, { store, wait });
    output.write(json ? `${JSON.stringify({ schemaVersion: 1, results }, null, 2)}\n` : `${results.map(sentence).join("\n")}\n`);
    return results.every(({ isSent }) => isSent) ? ExitCode.allGood : ExitCode.checkFailed;
  } catch (error) {
    return refuse(await explainFailure(error, config), output);
  }
}

function drill(contact: ContactName, config: Config): Notice {
  const nowEpochMs = systemClock.epochMs();
  const story: Story = {
    ...{ type: "drill", deployment: config.name, incident: "drill", sequence: 1, severity: "warning" },
    ...{ timezone: config.timezone, toldAtEpochMs: nowEpochMs, sinceEpochMs: nowEpochMs },
    root: { kind: "check", name: config.name },
    diagnosis: { findings: [], ruledOut: [], rejected: [] },
    ...{ members: [], memberCount: 0, fine: [], fineCount: 0, links: {} },
  };
  return {
    id: `drill-${nowEpochMs.toString(36)}/${contact}`,
    ...{ reason: "drill", contact, channels: channelsOf(config)[contact] ?? [], story },
    ...{ writtenAtEpochMs: nowEpochMs, claimedUntilEpochMs: 0, attempts: 0 },
  };
}

async function write(notices: readonly Notice[], store: IncidentStore): Promise<boolean> {
  for (let attempt = 1; attempt <= COMMITS_MAX; attempt += 1) {
    const { version } = await store.read();
    if ((await store.commit({ notices }, version)) === "written") return true;
  }
  return false;
}

/** What has left the outbox was sent; what was tried and is still there was not. */
async function follow(
  notices: readonly Notice[],
  { store, wait }: { store: IncidentStore; wait: { forMs: number; everyMs: number } },
): Promise<Result[]> {
  const endMs = systemClock.monotonicMs() + wait.forMs;
  for (;;) {
    const outbox = new Map((await store.read()).outbox.map((notice) => [notice.id, notice]));
    const left = notices.flatMap(({ id }) => outbox.get(id) ?? []);
    const isOver = left.length === 0 || systemClock.monotonicMs() >= endMs;
    if (isOver || left.every(({ attempts }) => attempts >= ATTEMPTS_MAX)) {
      return notices.map(({ id, contact }) => ({ contact, isSent: !outbox.has(id) }));
    }
    await systemClock.sleep(wait.everyMs);
  }
}

function sentence({ contact, isSent }: Result): string {
  if (isSent) return `${contact}: handed to SNS. It has arrived only when they say so.`;
  return `${contact}: not sent. The responder's log says why (filter bongsu = "untold"), and npx bongsu doctor where to look.`;
}
