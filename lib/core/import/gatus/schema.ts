/** Gatus' configuration. Only fields that matter here. */
import { z } from "zod";
import { isRecord } from "../../shapes.ts";

const text = z.string().nullish();
/** A bare number may stand where Gatus reads a text. */
const word = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

export const alertSchema = z.looseObject({
  type: text,
  enabled: z.boolean().nullish(),
  "failure-threshold": z.number().nullish(),
});

const endpoint = z.looseObject({
  enabled: z.boolean().nullish(),
  name: word,
  group: word.nullish(),
  url: text,
  method: text,
  body: text,
  graphql: z.boolean().nullish(),
  headers: z.record(z.string(), word).nullish(),
  interval: text,
  conditions: z.array(word).nullish(),
  alerts: z.array(alertSchema).nullish(),
  "maintenance-windows": z.array(z.unknown()).nullish(),
  dns: z.looseObject({ "query-name": z.string(), "query-type": text }).nullish(),
  ssh: z.unknown().optional(),
  client: z
    .looseObject({
      insecure: z.boolean().nullish(),
      "ignore-redirect": z.boolean().nullish(),
      timeout: text,
      "dns-resolver": text,
      "proxy-url": text,
      tunnel: text,
      oauth2: z
        .looseObject({ "token-url": z.string(), "client-id": z.string(), scopes: z.array(z.string()).nullish() })
        .nullish(),
      "identity-aware-proxy": z.unknown().optional(),
      tls: z.unknown().optional(),
    })
    .nullish(),
});

export type GatusAlert = z.output<typeof alertSchema>;
export type GatusEndpoint = z.output<typeof endpoint>;

export interface GatusFile {
  readonly endpoints: readonly GatusEndpoint[];
  readonly unsound: readonly { readonly name: string; readonly field: string }[];
  /** Names of endpoints that others report to, and of suites. */
  readonly externals: readonly string[];
  readonly suites: readonly string[];
  readonly alerting: Readonly<Record<string, unknown>>;
  readonly hasMaintenance: boolean;
}

/** `undefined` for what is no configuration of Gatus. */
export function readGatusFile(value: unknown): GatusFile | undefined {
  if (!isRecord(value)) return undefined;
  const lists = ["endpoints", "external-endpoints", "suites"].map((key) => listAt(value, key));
  const [endpoints = [], externals = [], suites = []] = lists;
  if (endpoints.length + externals.length + suites.length === 0) return undefined;
  const read = endpoints.map((one) => ({ one, parsed: endpoint.safeParse(one) }));
  return {
    endpoints: read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])),
    unsound: read.flatMap(({ one, parsed }) =>
      parsed.success ? [] : [{ name: nameOf(one), field: parsed.error.issues[0]?.path.join(".") ?? "" }],
    ),
    externals: externals.map(nameOf),
    suites: suites.map(nameOf),
    alerting: isRecord(value.alerting) ? value.alerting : {},
    hasMaintenance: value.maintenance != null,
  };
}

function listAt(value: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const list = value[key];
  return Array.isArray(list) ? list : [];
}

function nameOf(value: unknown): string {
  return isRecord(value) && typeof value.name === "string" ? value.name : "an endpoint without a name";
}
