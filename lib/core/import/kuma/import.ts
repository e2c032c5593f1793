/** An export of Uptime Kuma -> monitors that can be converted, contacts, and what belongs to the whole file. */
import { isRecord } from "../../shapes.ts";
import { emailsIn } from "../emails.ts";
import type { ForeignContact, ForeignItem, Loss, ReadForeign } from "../foreign.ts";
import { idPart } from "../ids.ts";
import { convertMonitor } from "./convert.ts";
import { type KumaExport, type KumaMonitor, type KumaNotification, readKumaExport } from "./schema.ts";

const NESTED_MAX = 10;

export const readKuma: ReadForeign = (value) => {
  const found = readKumaExport(value);
  if (found === undefined) return { unreadable: "This is no export of Uptime Kuma: it has no monitorList." };
  const contacts = contactsOf(found.notifications);
  const groups = new Map(found.monitors.filter(({ type }) => type === "group").map((group) => [String(group.id), group]));
  return {
    tool: "Uptime Kuma",
    items: found.monitors.filter(({ type }) => type !== "group").map((monitor) => toItem(monitor, { found, contacts, groups })),
    contacts: [...contacts.values()],
    losses: lossesOf(found, contacts),
  };
};

interface Surroundings {
  readonly found: KumaExport;
  readonly contacts: ReadonlyMap<string, ForeignContact>;
  /** By id. */
  readonly groups: ReadonlyMap<string, KumaMonitor>;
}

function toItem(monitor: KumaMonitor, { found, contacts, groups }: Surroundings): ForeignItem {
  const proxy = found.proxies.find(({ id }) => String(id) === String(monitor.proxyId ?? ""));
  const notify = Object.entries(monitor.notificationIDList ?? {}).flatMap(([id, isOn]) => {
    const contact = isOn === false ? undefined : contacts.get(id);
    return contact === undefined ? [] : [contact.name];
  });
  return {
    name: monitor.name,
    groups: groupsOf(monitor, groups),
    ...(monitor.id != null && { ownId: String(monitor.id) }),
    comments: commentsOf(monitor),
    isPaused: monitor.active === false || monitor.forceInactive === true,
    convert: (context) => convertMonitor(monitor, { ...context, proxy, notify }),
  };
}

/** Names of the groups around it, outermost first; a circle ends at the bound. */
function groupsOf(monitor: KumaMonitor, groups: Surroundings["groups"]): string[] {
  const names: string[] = [];
  let parent = monitor.parent;
  while (parent != null && names.length < NESTED_MAX) {
    const group = groups.get(String(parent));
    if (group === undefined) break;
    names.unshift(group.name);
    parent = group.parent;
  }
  return names;
}

function commentsOf({ description, tags }: KumaMonitor): string[] {
  const words = (tags ?? []).flatMap(({ name, value }) => (name ? [value ? `${name}=${value}` : name] : []));
  return [...(description ? [description] : []), ...(words.length > 0 ? [`tags: ${words.join(", ")}`] : [])];
}

/** Mail addresses by the id of their notification: all else that Uptime Kuma tells people through needs its own set-up here. */
function contactsOf(notifications: readonly KumaNotification[]): ReadonlyMap<string, ForeignContact> {
  const contacts = new Map<string, ForeignContact>();
  const taken = new Set<string>();
  for (const { id, name, config } of notifications) {
    const { smtpTo } = configOf(config);
    const emails = typeof smtpTo === "string" ? emailsIn(smtpTo) : [];
    if (emails.length === 0 || id == null) continue;
    const short = idPart(name ?? "mail");
    const own = taken.has(short) ? `${short}-${idPart(String(id))}` : short;
    taken.add(own);
    contacts.set(String(id), { name: own, emails });
  }
  return contacts;
}

function configOf(config: KumaNotification["config"]): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = typeof config === "string" ? JSON.parse(config) : config;
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

type FileLoss = Loss & { readonly subject: string };

function lossesOf({ monitors, notifications, unsound }: KumaExport, contacts: Surroundings["contacts"]): FileLoss[] {
  const silent = notifications.filter(({ id }) => !contacts.has(String(id)));
  const inMaintenance = monitors.filter(({ maintenance }) => maintenance);
  const watchesDomain = monitors.filter(({ domainExpiryNotification }) => domainExpiryNotification);
  return [
    ...unsound.map(({ name, field }) => ({
      ...{ subject: name, what: `its field ${field || "type"} is not as Uptime Kuma writes it` },
      todo: "Write this check by hand.",
    })),
    ...silent.map(({ name, config }) => ({
      ...{
        subject: `notification ${name ?? ""}`,
        what: `it tells people through ${String(configOf(config).type ?? "something unknown")}`,
      },
      todo: "Bongsu tells by e-mail, SMS and a Slack channel: write a contact.",
    })),
    ...manyOf(inMaintenance, "maintenance windows", "Mute alarms in CloudWatch with a mute rule."),
    ...manyOf(watchesDomain, "expiry of domain names", "Bongsu does not ask registries: watch the certificate."),
  ];
}

function manyOf(monitors: readonly KumaMonitor[], subject: string, todo: string): FileLoss[] {
  const count = monitors.length === 1 ? "1 monitor has this" : `${monitors.length} monitors have this`;
  return monitors.length === 0 ? [] : [{ subject, what: count, todo }];
}
