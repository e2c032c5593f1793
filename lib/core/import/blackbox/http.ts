/** Modules that ask over HTTP. */
import { allOf } from "../all-of.ts";
import { type Converted, impossible, type Loss, type Written } from "../foreign.ts";
import { proxyOf } from "../proxy.ts";
import { httpOf, safeBody, safeHeaders, safeUrl } from "../request.ts";
import { ipOf, type ModuleContext, tlsOf } from "./common.ts";
import type { BlackboxHttp } from "./schema.ts";

const VERSIONS: Readonly<Record<string, string>> = { "HTTP/1.0": "1.0", "HTTP/1.1": "1.1", "HTTP/2": "2", "HTTP/2.0": "2" };

export function convertHttp(module: BlackboxHttp, context: ModuleContext): Converted {
  if (module.body_file) return impossible("its body is a file", "Write the body under http: body.");
  const scheme = module.fail_if_not_ssl ? "https" : "http";
  const url = /^https?:\/\//i.test(context.target) ? context.target : `${scheme}://${context.target}`;
  const address = safeUrl(url, context);
  if ("loss" in address) return { impossible: address.loss };
  const { tls, losses } = tlsOf(module.tls_config);
  const basic = address.basic === undefined ? undefined : { basic: address.basic };
  const expected = expectOf(module);
  const target = {
    url: address.url,
    method: module.method && module.method !== "GET" ? module.method : undefined,
    headers: headersOf(module, context),
    body: module.body ? safeBody(module.body, context) : undefined,
    redirects: module.follow_redirects === false ? 0 : undefined,
    bodyLimit: sizeOf(module.body_size_limit),
    ip: ipOf(module),
    tls,
    auth: authOf(module, context) ?? basic,
    proxy: module.proxy_url ? proxyOf(module.proxy_url, context) : undefined,
    http2: wantsOnlyHttp2(module) ? true : undefined,
  };
  const expect = Object.keys(expected.expect).length === 0 ? {} : { expect: expected.expect };
  return { check: { http: httpOf(target), ...expect }, losses: [...losses, ...expected.losses] };
}

function headersOf({ headers, http_headers }: BlackboxHttp, context: ModuleContext): Record<string, string> {
  const { id, secrets } = context;
  const further = Object.entries(http_headers ?? {}).map(([name, { values }]) => {
    const value = values?.at(-1);
    return [name, value === undefined ? secrets.reference(id, name) : value] as const;
  });
  return safeHeaders({ ...headers, ...Object.fromEntries(further) }, context);
}

function authOf(
  { authorization, basic_auth, bearer_token, oauth2 }: BlackboxHttp,
  { id, secrets }: ModuleContext,
): Written | undefined {
  if (basic_auth != null) return { basic: { user: secrets.reference(id, "USER"), password: secrets.reference(id, "PASSWORD") } };
  if (authorization != null || bearer_token) return { bearer: secrets.reference(id, "TOKEN") };
  if (oauth2 == null) return undefined;
  const base = { tokenUrl: oauth2.token_url, clientId: oauth2.client_id, clientSecret: secrets.reference(id, "CLIENT_SECRET") };
  return { oauth2: { ...base, ...(oauth2.scopes?.length && { scope: oauth2.scopes.join(" ") }) } };
}

function sizeOf(written: string | number | null | undefined): string | undefined {
  const match = /^(\d+)\s*(B|KB|MB|GB)?$/i.exec(String(written ?? ""));
  return match?.[1] === undefined || Number(match[1]) === 0 ? undefined : `${match[1]}${(match[2] ?? "B").toUpperCase()}`;
}

function wantsOnlyHttp2({ valid_http_versions }: BlackboxHttp): boolean {
  const versions = valid_http_versions ?? [];
  return versions.length > 0 && versions.every((version) => VERSIONS[version] === "2");
}

function expectOf(module: BlackboxHttp): { readonly expect: Written; readonly losses: readonly Loss[] } {
  const codes = module.valid_status_codes ?? [];
  const versions = (module.valid_http_versions ?? []).flatMap((version) => VERSIONS[version] ?? []);
  const body = bodyOf(module);
  const headers = headerRules(module);
  const wishesTls = module.fail_if_ssl ? "^http:" : module.fail_if_not_ssl ? "^https:" : undefined;
  const usesCel = module.fail_if_body_json_matches_cel || module.fail_if_body_json_not_matches_cel;
  return {
    expect: {
      ...(codes.length > 0 && { status: codes.length === 1 ? codes[0] : codes }),
      ...(versions.length > 0 && { httpVersion: versions }),
      ...(body !== undefined && { body }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(wishesTls !== undefined && { finalUrl: { matches: wishesTls } }),
    },
    losses: usesCel
      ? [{ what: "its CEL expression on JSON", todo: "Write what must hold under expect: json, with JSON paths." }]
      : [],
  };
}

function bodyOf({ fail_if_body_matches_regexp: bad, fail_if_body_not_matches_regexp: good }: BlackboxHttp): unknown {
  return patternsOf(good ?? [], bad ?? []);
}

/** All of the wanted patterns, and none of the others. */
function patternsOf(wanted: readonly string[], unwanted: readonly string[]): unknown {
  const conditions = [
    ...wanted.map((pattern) => ({ matches: pattern })),
    ...(unwanted.length === 0 ? [] : [{ not: { matches: anyOf(unwanted) } }]),
  ];
  return conditions.length === 0 ? undefined : allOf(conditions);
}

function anyOf(patterns: readonly string[]): string {
  return patterns.length === 1 ? (patterns[0] ?? "") : patterns.map((pattern) => `(?:${pattern})`).join("|");
}

function headerRules({ fail_if_header_matches: bad, fail_if_header_not_matches: good }: BlackboxHttp): Written {
  const rules = [
    ...(good ?? []).map((rule) => ({ ...rule, isWanted: true })),
    ...(bad ?? []).map((rule) => ({ ...rule, isWanted: false })),
  ];
  const byName = Map.groupBy(rules, ({ header }) => header.toLowerCase());
  return Object.fromEntries([...byName].map(([name, same]) => [name, headerOperand(same)]));
}

type HeaderRule = NonNullable<BlackboxHttp["fail_if_header_matches"]>[number] & { readonly isWanted: boolean };

/** A header that is not there breaks every rule, of either sort, that does not allow it to be missing. */
function headerOperand(rules: readonly HeaderRule[]): unknown {
  const patterns = (isWanted: boolean) => rules.filter((rule) => rule.isWanted === isWanted).map(({ regexp }) => regexp);
  const [wanted, unwanted] = [patterns(true), patterns(false)];
  if (unwanted.includes(".*")) return { exists: false };
  const whereThere = patternsOf(wanted, unwanted);
  const mayBeMissing = rules.every(({ allow_missing }) => allow_missing);
  if (mayBeMissing) return wanted.length === 0 ? whereThere : { not: { exists: true, not: whereThere } };
  return wanted.length === 0 ? allOf([{ exists: true }, whereThere]) : whereThere;
}
