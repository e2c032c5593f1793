/** A configuration of any size, with something of everything that takes room in templates, policies and dashboards. */
import { defineChecks } from "../../lib/core/config/index.ts";
import type { Config, Language, MetricForm } from "../../lib/core/model/check.ts";

/** Checks of one customer's environment stand together. */
const CHECKS_A_GROUP = 25;
const CONTACTS = 10;

/** The same for the same number, and the first ones the same for every number. */
export function mixedConfig(count: number, part: { readonly language?: Language; readonly metrics?: MetricForm } = {}): Config {
  return defineChecks({
    name: "acme",
    timezone: "Asia/Seoul",
    ...part,
    contacts: Object.fromEntries(Array.from({ length: CONTACTS }, (_, index) => [`team-${index}`, contact(index)])),
    operators: ["team-0"],
    // What each kind accepts is checked when it is read.
    checks: Array.from({ length: count }, (_, index) => mixedCheck(index)) as never,
  });
}

function contact(index: number): object {
  const slack = { workspace: "T0123ABC", channel: `C0123AB${index}` };
  return { email: [`team-${index}@acme.example`], ...(index % 2 === 0 && { slack }) };
}

function mixedCheck(index: number): object {
  const group = `customer-${String(Math.floor(index / CHECKS_A_GROUP)).padStart(4, "0")}`;
  const general = {
    id: `${group}/service-${index}`,
    title: `결제 API ${index}`,
    notify: [`team-${index % CONTACTS}`],
    ...(index % 5 === 0 && { every: "5m" }),
  };
  return { ...general, ...ofKind(index, group) };
}

/** Of twenty checks eleven are http, half of them watched for slowness as well. */
function ofKind(index: number, group: string): object {
  const host = `service-${index}.${group}.acme.example`;
  switch (index % 20) {
    case 0:
      return {
        metrics: { url: `http://${host}:8081/actuator/prometheus`, series: { threads: "jvm_threads_live_threads" } },
        leak: { series: "threads", limit: 2_000 },
      };
    case 1:
      return { metrics: { url: `http://${host}:8081/actuator/prometheus`, series: { heap: "jvm_memory_used_bytes" } } };
    case 2:
    case 3:
      return { tcp: { host, port: 5432 } };
    case 4:
      return { tls: { host }, slow: { certificate: { daysLeft: { below: 14 } } } };
    case 5:
      return { dns: host };
    case 6:
      return { kdb: { host, port: 5010, user: "monitor", password: reference(`secret:acme/${group}/kdb`) } };
    case 7:
      return {
        s3: { bucket: `acme-${group}`, key: "heartbeat/export.json", role: "arn:aws:iam::123456789012:role/acme-heartbeats" },
      };
    case 8:
      return { logs: { group: `/acme/${group}`, pattern: "ERROR" } };
    default:
      return httpCheck(index, { host, group });
  }
}

function httpCheck(index: number, { host, group }: { host: string; group: string }): object {
  const headers = { authorization: `Bearer ${reference(`ssm:/acme/${group}/token`)}` };
  return {
    http: { url: `https://${host}/health`, ...(index % 3 === 0 && { headers }) },
    expect: { status: 200, certificate: { daysLeft: { above: 7 } } },
    ...(index % 2 === 0 && { slow: { total: { above: "2s" }, certificate: { daysLeft: { below: 14 } } } }),
  };
}

/** Written in two parts, since the text itself is none. */
function reference(name: string): string {
  return `\${${name}}`;
}
