/** Modules of blackbox_exporter, and what a Prometheus configuration says of their targets. Only fields that matter here. */
import { z } from "zod";
import { isRecord } from "../../shapes.ts";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();

const addressing = { preferred_ip_protocol: text, ip_protocol_fallback: flag, source_ip_address: text };
const tlsConfig = z
  .looseObject({
    insecure_skip_verify: flag,
    ca_file: text,
    cert_file: text,
    key_file: text,
    server_name: text,
    min_version: text,
    max_version: text,
  })
  .nullish();
const headerRule = z.looseObject({ header: z.string(), regexp: z.string(), allow_missing: flag });

const http = z.looseObject({
  ...addressing,
  valid_status_codes: z.array(z.number()).nullish(),
  valid_http_versions: texts,
  method: text,
  headers: z.record(z.string(), z.string()).nullish(),
  http_headers: z.record(z.string(), z.looseObject({ values: texts, secrets: texts, files: texts })).nullish(),
  body: text,
  body_file: text,
  body_size_limit: z.union([z.string(), z.number()]).nullish(),
  follow_redirects: flag,
  fail_if_ssl: flag,
  fail_if_not_ssl: flag,
  fail_if_body_json_matches_cel: text,
  fail_if_body_json_not_matches_cel: text,
  fail_if_body_matches_regexp: texts,
  fail_if_body_not_matches_regexp: texts,
  fail_if_header_matches: z.array(headerRule).nullish(),
  fail_if_header_not_matches: z.array(headerRule).nullish(),
  tls_config: tlsConfig,
  basic_auth: z.looseObject({ username: text, username_file: text }).nullish(),
  authorization: z.looseObject({ type: text }).nullish(),
  bearer_token: text,
  oauth2: z.looseObject({ client_id: z.string(), token_url: z.string(), scopes: texts }).nullish(),
  proxy_url: text,
});

const step = z.looseObject({ expect: text, expect_bytes: text, send: text, starttls: flag });
const tcp = z.looseObject({ ...addressing, query_response: z.array(step).nullish(), tls: flag, tls_config: tlsConfig });

const dns = z.looseObject({
  ...addressing,
  transport_protocol: text,
  dns_over_tls: flag,
  query_name: z.string(),
  query_type: text,
  query_class: text,
  recursion_desired: flag,
  valid_rcodes: texts,
  validate_answer_rrs: z.unknown().optional(),
  validate_authority_rrs: z.unknown().optional(),
  validate_additional_rrs: z.unknown().optional(),
});

const module = z.looseObject({
  prober: z.string(),
  timeout: text,
  http: http.nullish(),
  tcp: tcp.nullish(),
  dns: dns.nullish(),
  grpc: z.looseObject({ tls: flag }).nullish(),
});

const scrape = z.looseObject({
  job_name: z.string(),
  scrape_interval: text,
  metrics_path: text,
  params: z.looseObject({ module: texts }).nullish(),
  static_configs: z.array(z.looseObject({ targets: z.array(z.string()) })).nullish(),
});

export type BlackboxModule = z.output<typeof module>;
export type BlackboxHttp = z.output<typeof http>;
export type BlackboxTcp = z.output<typeof tcp>;
export type BlackboxDns = z.output<typeof dns>;
export type BlackboxStep = z.output<typeof step>;
export type BlackboxTls = z.output<typeof tlsConfig>;
export type ScrapeJob = z.output<typeof scrape>;

export interface BlackboxFile {
  readonly modules: ReadonlyMap<string, BlackboxModule>;
  readonly unsound: readonly { readonly name: string; readonly field: string }[];
}

/** `undefined` for what has no modules. */
export function readBlackboxFile(value: unknown): BlackboxFile | undefined {
  if (!isRecord(value) || !isRecord(value.modules)) return undefined;
  const read = Object.entries(value.modules).map(([name, one]) => ({ name, parsed: module.safeParse(one) }));
  return {
    modules: new Map(read.flatMap(({ name, parsed }) => (parsed.success ? [[name, parsed.data] as const] : []))),
    unsound: read.flatMap(({ name, parsed }) =>
      parsed.success ? [] : [{ name, field: parsed.error.issues[0]?.path.join(".") ?? "" }],
    ),
  };
}

/** Jobs that ask a blackbox_exporter; `undefined` for what is no configuration of Prometheus. */
export function readProbeJobs(value: unknown): readonly ScrapeJob[] | undefined {
  if (!isRecord(value) || !Array.isArray(value.scrape_configs)) return undefined;
  const jobs = value.scrape_configs.flatMap((one: unknown) => {
    const parsed = scrape.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  return jobs.filter(({ params }) => (params?.module ?? []).length > 0);
}
