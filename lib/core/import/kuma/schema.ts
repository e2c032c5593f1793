/** Uptime Kuma's export: the backup of 1.x, and the monitor list that 2.x sends to its clients. Only fields that matter here. */
import { z } from "zod";
import { isRecord } from "../../shapes.ts";

const text = z.string().nullish();
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();
/** The database keeps 0 and 1. */
const flag = z.union([z.boolean(), z.number().transform(Boolean)]).nullish();
const id = z.union([z.number(), z.string()]);

const monitor = z.looseObject({
  id: id.nullish(),
  type: z.string(),
  name: z.string(),
  description: text,
  parent: id.nullish(),
  active: flag,
  forceInactive: flag,
  maintenance: flag,
  interval: number,
  timeout: number,
  maxretries: number,
  retryInterval: number,
  url: text,
  method: text,
  headers: text,
  body: text,
  httpBodyEncoding: text,
  hostname: text,
  port: number,
  keyword: text,
  invertKeyword: flag,
  jsonPath: text,
  jsonPathOperator: text,
  expectedValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  accepted_statuscodes: z.array(z.string()).nullish(),
  maxredirects: number,
  ignoreTls: flag,
  upsideDown: flag,
  expiryNotification: flag,
  domainExpiryNotification: flag,
  cacheBust: flag,
  ipFamily: text,
  proxyId: id.nullish(),
  authMethod: text,
  basic_auth_user: text,
  basic_auth_pass: text,
  bearer_token: text,
  oauth_client_id: text,
  oauth_client_secret: text,
  oauth_token_url: text,
  oauth_scopes: text,
  tlsCa: text,
  tlsCert: text,
  tlsKey: text,
  dns_resolve_type: text,
  dns_resolve_server: text,
  conditions: z.array(z.unknown()).nullish(),
  databaseConnectionString: text,
  grpcUrl: text,
  grpcEnableTls: flag,
  smtpSecurity: text,
  kafkaProducerBrokers: z.array(z.string()).nullish(),
  kafkaProducerSsl: flag,
  tags: z.array(z.looseObject({ name: text, value: text })).nullish(),
  notificationIDList: z.record(z.string(), z.unknown()).nullish(),
});

const notification = z.looseObject({
  id: id.nullish(),
  name: text,
  config: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
});
const proxy = z.looseObject({ id, protocol: z.string(), host: z.string(), port: number, auth: flag });

export type KumaMonitor = z.output<typeof monitor>;
export type KumaNotification = z.output<typeof notification>;
export type KumaProxy = z.output<typeof proxy>;

export interface KumaExport {
  readonly monitors: readonly KumaMonitor[];
  readonly notifications: readonly KumaNotification[];
  readonly proxies: readonly KumaProxy[];
  /** Monitors of which some field is not as Uptime Kuma writes it: name and field. */
  readonly unsound: readonly { readonly name: string; readonly field: string }[];
}

/** `undefined` for what is no export at all. */
export function readKumaExport(value: unknown): KumaExport | undefined {
  const list = monitorsIn(value);
  if (list === undefined) return undefined;
  const read = list.map((one) => ({ one, parsed: monitor.safeParse(one) }));
  const rest = isRecord(value) ? value : {};
  return {
    monitors: read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])),
    notifications: soundOnly(notification, rest.notificationList),
    proxies: soundOnly(proxy, rest.proxyList),
    unsound: read.flatMap(({ one, parsed }) =>
      parsed.success ? [] : [{ name: nameOf(one), field: parsed.error.issues[0]?.path.join(".") ?? "" }],
    ),
  };
}

/** A list, or a map from id to monitor, alone or under monitorList. */
function monitorsIn(value: unknown): readonly unknown[] | undefined {
  if (isRecord(value) && "monitorList" in value) return entriesOf(value.monitorList);
  const entries = entriesOf(value);
  return entries !== undefined && entries.length > 0 && entries.every(looksLikeMonitor) ? entries : undefined;
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : undefined;
}

function looksLikeMonitor(value: unknown): boolean {
  return isRecord(value) && typeof value.type === "string" && "name" in value;
}

function soundOnly<T>(schema: z.ZodType<T>, value: unknown): T[] {
  return (entriesOf(value) ?? []).flatMap((one) => {
    const parsed = schema.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

function nameOf(value: unknown): string {
  return isRecord(value) && typeof value.name === "string" ? value.name : "a monitor without a name";
}
