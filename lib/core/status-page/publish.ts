/**
 * Writes every page of a deployment anew. What cannot be seen rejects: then nothing is written, and the pages, which know how old
 * they may be, say themselves that there is no fresh data.
 */
import { createHash } from "node:crypto";
import type { CheckId, Config } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { Locations } from "../model/location.ts";
import type { AlarmState } from "../model/picture.ts";
import type { Clock, MetricHistory } from "../ports.ts";
import { createSemaphore } from "../run/semaphore.ts";
import { buildView } from "./build-view.ts";
import { countRuns } from "./count-runs.ts";
import { keepIncidents } from "./kept-incident.ts";
import { type PageFile, pageFiles } from "./page-files.ts";
import type { PageStore } from "./page-store.ts";
import { type PlannedPage, planPages } from "./plan.ts";
import { newRecord, parseRecord, type StatusRecord } from "./record.ts";
import { serviceStates } from "./service-state.ts";

export interface PublishOptions {
  readonly config: Config;
  readonly store: PageStore;
  readonly clock: Clock;
  /** Rejects when they cannot all be seen. */
  readonly readAlarms: () => Promise<readonly AlarmState[]>;
  readonly readIncidents: () => Promise<readonly Incident[]>;
  readonly history: MetricHistory;
  readonly locations: Locations;
  /** Where the folder of the pages is reached, without a slash at its end. */
  readonly baseUrl: string;
  /** Long and random: the part of an address that nobody can guess. */
  readonly newSecret: () => string;
}

export interface PublishedPage {
  readonly group: string;
  readonly url: string;
}

/** Pages are written so often, and runs counted so often: each metric that is read costs money. */
export const WRITE_EVERY_MS = 60_000;
export const COUNT_EVERY_MS = 900_000;
/** What nobody writes for two days is removed by the bucket, so that nothing outlives what it tells of. */
const REWRITE_AFTER_MS = 43_200_000;
export const RECORD_KEY = "private/record.json";
const WRITES_AT_ONCE = 10;
const PUBLIC_FOLDER = "public";
const CACHE_CONTROL = "public, max-age=30";

/** Addresses of the pages; none where another writer was faster. */
export async function publishStatusPages(options: PublishOptions): Promise<PublishedPage[]> {
  const pages = planPages(options.config);
  const read = await readRecord(options);
  const known = await keepSecrets(pages, read, options);
  if (known === "conflict") return [];
  const [alarms, incidents] = await Promise.all([options.readAlarms(), options.readIncidents()]);
  const record = await learn(known.record, pages, { ...options, incidents });
  const written = await writePages(record, pages, { ...options, alarms });
  const next = { ...record, written };
  const saved = isSame(next, known.record) ? "written" : await save(next, known.etag, options);
  return saved === "conflict" ? [] : pages.map(({ group }) => ({ group, url: `${folderUrl(record, group, options)}index.html` }));
}

interface Loaded {
  readonly record: StatusRecord;
  /** Absent: it is new. */
  readonly etag?: string;
}

async function readRecord({ clock, store }: PublishOptions): Promise<Loaded> {
  const stored = await store.get(RECORD_KEY);
  return stored === undefined ? { record: newRecord(clock.epochMs()) } : { record: parseRecord(stored.text), etag: stored.etag };
}

/** Before anything stands under an address the address is kept: else the next writer would make another. */
async function keepSecrets(
  pages: readonly PlannedPage[],
  { etag, record }: Loaded,
  options: PublishOptions,
): Promise<Loaded | "conflict"> {
  const missing = pages.filter(({ group }) => !Object.hasOwn(record.secrets, group));
  if (missing.length === 0) return { record, ...(etag !== undefined && { etag }) };
  const made = Object.fromEntries(missing.map(({ group }) => [group, options.newSecret()]));
  const saved = await save({ ...record, secrets: { ...record.secrets, ...made } }, etag, options);
  return saved === "conflict" ? "conflict" : await readRecord(options);
}

async function learn(
  record: StatusRecord,
  pages: readonly PlannedPage[],
  { incidents, ...options }: PublishOptions & { readonly incidents: readonly Incident[] },
): Promise<StatusRecord> {
  const nowEpochMs = options.clock.epochMs();
  const checks = pages.flatMap(({ services }) => services.map(({ check }) => check));
  const shown = new Set<CheckId>(checks.map(({ id }) => id));
  const kept = { ...record, incidents: keepIncidents(record.incidents, incidents, { nowEpochMs, shown }) };
  if (nowEpochMs - record.countedAtEpochMs < COUNT_EVERY_MS) return kept;
  const { config, history, locations } = options;
  const { name: deployment, timezone } = config;
  const counted = await countRuns(checks, record.counted, { deployment, timezone, locations, history, nowEpochMs });
  return { ...kept, counted, countedAtEpochMs: nowEpochMs };
}

type Writing = PublishOptions & { readonly alarms: readonly AlarmState[] };

/** What stands in the files that do not change every time. */
async function writePages(
  record: StatusRecord,
  pages: readonly PlannedPage[],
  options: Writing,
): Promise<StatusRecord["written"]> {
  const { run } = createSemaphore(WRITES_AT_ONCE);
  const files = pages.flatMap((page) => filesOf(page, { ...options, record }));
  const written = await Promise.all(files.map((file) => run(() => writeFile(file, { ...options, record }))));
  return Object.assign({}, ...written);
}

type KeyedFile = PageFile & { readonly key: string };

function filesOf(
  page: PlannedPage,
  { alarms, clock, config, record, ...options }: Writing & { record: StatusRecord },
): KeyedFile[] {
  const { counted, createdAtEpochMs, incidents, secrets } = record;
  const checks = page.services.map(({ check }) => check);
  const states = serviceStates(checks, { alarms, config, counted });
  const view = buildView(page, { states, counted, incidents, nowEpochMs: clock.epochMs(), everyMs: WRITE_EVERY_MS });
  const url = folderUrl(record, page.group, options);
  return pageFiles(view, { url, createdAtEpochMs }).map((file) => {
    return { ...file, key: `${PUBLIC_FOLDER}/${secrets[page.group]}/${file.path}` };
  });
}

async function writeFile(
  { body, contentType, key, tellsTime }: KeyedFile,
  { clock, record, store }: Writing & { readonly record: StatusRecord },
): Promise<StatusRecord["written"]> {
  const atEpochMs = clock.epochMs();
  const before = record.written[key];
  const sha256 = createHash("sha256").update(body).digest("hex");
  const isThere = before?.sha256 === sha256 && atEpochMs - before.atEpochMs < REWRITE_AFTER_MS;
  if (!isThere || tellsTime) await store.put({ key, contentType, body, cacheControl: CACHE_CONTROL });
  if (tellsTime) return {};
  return { [key]: isThere ? before : { sha256, atEpochMs } };
}

async function save(record: StatusRecord, etag: string | undefined, { store }: PublishOptions): Promise<"written" | "conflict"> {
  const body = `${JSON.stringify(record)}\n`;
  const file = { key: RECORD_KEY, contentType: "application/json", body, cacheControl: "no-store" };
  return await store.put(file, etag === undefined ? "new" : { etag });
}

function folderUrl({ secrets }: StatusRecord, group: string, { baseUrl }: Pick<PublishOptions, "baseUrl">): string {
  return `${baseUrl}/${secrets[group]}/`;
}

function isSame(one: StatusRecord, other: StatusRecord): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
