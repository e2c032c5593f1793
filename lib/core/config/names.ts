/** Names that people give: of the deployment, contacts, checks. */
import { text } from "./fields.ts";
import type { Refuse } from "./problem.ts";
import { showText } from "./show.ts";

/** With the longest Region it makes the longest name that Lambda takes: see resource-names.ts. */
const NAME_LENGTH_MAX = 35;
const ID_LENGTH_MAX = 128;
const TITLE_LENGTH_MAX = 200;

export const deploymentName = text(checkDeploymentName, "acme");
export const contactName = text(checkContactName, "oncall");
export const checkId = text(checkIdText, "acme-prod/checkout");
export const title = text(checkTitle, "Checkout API");
export const runbook = text(checkRunbook, "https://wiki.acme.example/checkout");
export const timezone = text(checkTimezone, "Asia/Seoul");

function checkDeploymentName(name: string, refuse: Refuse): void {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= NAME_LENGTH_MAX) return;
  const message = `${showText(name)} cannot name stacks and alarms: a name is at most ${NAME_LENGTH_MAX} ASCII letters, digits and "-", a letter first.`;
  refuse({ code: "name-malformed", message, fix: "Write a short name such as acme-prod." });
}

function checkContactName(name: string, refuse: Refuse): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return;
  const message = `${showText(name)} cannot name a contact: a name is at most 64 ASCII letters, digits and "." "_" "-".`;
  refuse({ code: "contact-name-malformed", message, fix: "Write a short name such as oncall.", at: "key" });
}

function checkIdText(id: string, refuse: Refuse): void {
  if (/[^\p{ASCII}]/u.test(id)) {
    const message = `The id ${showText(id)} has letters outside ASCII, which CloudWatch refuses in dimension values: its metrics would be lost.`;
    refuse({ code: "id-not-ascii", message, fix: "Write an ASCII id such as payment-api, and the full name as title." });
  } else if (id.length < 1 || id.length > ID_LENGTH_MAX) {
    const message = `An id has 1 to ${ID_LENGTH_MAX} characters; this one has ${id.length}.`;
    refuse({ code: "id-length", message, fix: "Write a short id such as acme-prod/checkout, and the full name as title." });
  } else if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9._-]+)*$/.test(id)) {
    const message = `The id ${showText(id)} is not made of letters, digits and "." "_" "-", in parts between "/", a letter or digit first.`;
    refuse({ code: "id-malformed", message, fix: "Write it as in acme-prod/checkout." });
  }
}

function checkTitle(written: string, refuse: Refuse): void {
  if (written.trim() !== "" && written.length <= TITLE_LENGTH_MAX && !/\p{Cc}/u.test(written)) return;
  const message = `A title is one line of 1 to ${TITLE_LENGTH_MAX} characters.`;
  refuse({ code: "title-malformed", message, fix: "Write what people call the service, in any language." });
}

function checkRunbook(written: string, refuse: Refuse): void {
  if (/^https?:\/\/[^\s/]/i.test(written) && !/[\s\p{Cc}]/u.test(written) && URL.canParse(written)) return;
  refuse({
    code: "runbook-malformed",
    message: `${showText(written)} is not the address of a page.`,
    fix: "Write it with https://, as in https://wiki.acme.example/checkout.",
  });
}

function checkTimezone(zone: string, refuse: Refuse): void {
  if (/^[A-Za-z]/.test(zone) && isKnownZone(zone)) return;
  const fix = "Write a name from the IANA database, such as Asia/Seoul or UTC.";
  refuse({ code: "timezone-unknown", message: `${showText(zone)} is not a known time zone.`, fix });
}

function isKnownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
