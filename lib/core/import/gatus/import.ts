/** A configuration of Gatus -> endpoints that can be converted, contacts, and what belongs to the whole file. */
import { isRecord } from "../../shapes.ts";
import { emailsIn } from "../emails.ts";
import type { ForeignContact, ForeignItem, Loss, ReadForeign } from "../foreign.ts";
import { convertEndpoint } from "./convert.ts";
import { alertSchema, type GatusAlert, type GatusEndpoint, type GatusFile, readGatusFile } from "./schema.ts";

const MAIL_CONTACT = "email";

export const readGatus: ReadForeign = (value) => {
  const found = readGatusFile(value);
  if (found === undefined) return { unreadable: "This is no configuration of Gatus: it has no endpoints." };
  const contacts = contactsOf(found.alerting);
  const items = found.endpoints.map((one) => toItem(one, { contacts, alerting: found.alerting }));
  return { tool: "Gatus", items, contacts, losses: lossesOf(found) };
};

interface Surroundings {
  readonly contacts: readonly ForeignContact[];
  readonly alerting: GatusFile["alerting"];
}

function toItem(endpoint: GatusEndpoint, { alerting, contacts }: Surroundings): ForeignItem {
  const alerts = (endpoint.alerts ?? [])
    .map((alert) => withDefaults(alert, alerting[alert.type ?? ""]))
    .filter(({ enabled }) => enabled !== false);
  const isMailed = alerts.some(({ type }) => type === MAIL_CONTACT);
  const failures = alerts.length === 0 ? undefined : Math.min(...alerts.map((alert) => alert["failure-threshold"] ?? 3));
  return {
    name: endpoint.name,
    groups: endpoint.group ? [endpoint.group] : [],
    comments: [],
    isPaused: endpoint.enabled === false,
    convert: (context) =>
      convertEndpoint(endpoint, { ...context, failures, notify: isMailed ? contacts.map(({ name }) => name) : [] }),
  };
}

/** What an alert takes over from its provider where it says nothing itself. */
function withDefaults({ enabled, type, ...own }: GatusAlert, provider: unknown): GatusAlert {
  const { data: usual } = alertSchema.safeParse(isRecord(provider) ? provider["default-alert"] : undefined);
  const failures = own["failure-threshold"] ?? usual?.["failure-threshold"];
  return { type, enabled: enabled ?? usual?.enabled, "failure-threshold": failures };
}

function contactsOf(alerting: GatusFile["alerting"]): ForeignContact[] {
  const mail = alerting[MAIL_CONTACT];
  const to = isRecord(mail) && typeof mail.to === "string" ? mail.to : "";
  const emails = emailsIn(to);
  return emails.length === 0 ? [] : [{ name: MAIL_CONTACT, emails }];
}

type FileLoss = Loss & { readonly subject: string };

function lossesOf({ alerting, externals, hasMaintenance, suites, unsound }: GatusFile): FileLoss[] {
  const providers = Object.keys(alerting).filter((provider) => provider !== MAIL_CONTACT);
  return [
    ...unsound.map(({ name, field }) => ({
      ...{ subject: name, what: `its field ${field || "name"} is not as Gatus reads it` },
      todo: "Write this check by hand.",
    })),
    ...externals.map((name) => ({
      ...{ subject: name, what: "it waits for others to report" },
      todo: "Bongsu asks, it does not wait: let the job write an object (kind s3) or a log line (kind logs).",
    })),
    ...suites.map((name) => ({
      ...{ subject: name, what: "it is a suite of requests that build on one another" },
      todo: "Watch one address that says whether the whole works.",
    })),
    ...providers.map((provider) => ({
      ...{ subject: `alerting ${provider}`, what: "it tells people in another way" },
      todo: "Bongsu tells by e-mail, SMS and a Slack channel: write a contact.",
    })),
    ...(hasMaintenance
      ? [{ subject: "maintenance", what: "a window without alarms", todo: "Mute alarms in CloudWatch with a mute rule." }]
      : []),
  ];
}
