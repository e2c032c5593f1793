/** Domain names as they are written in the configuration. */
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { readText } from "../../config/fields.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refuse } from "../../config/problem.ts";
import { hasReference, refuseReferences } from "../../config/references.ts";
import { showText } from "../../config/show.ts";
import { LABEL_MAX_BYTES } from "./names.ts";

const NAME_MAX_CHARACTERS = 253;

/** As it is asked for: ASCII, lower case, without the dot at its end. An IP address stays what it is. */
export const domainName = leaf<string, string>(readDomainName, { type: "string", examples: ["acme.example"] });

function readDomainName(value: unknown, refuse: Refuse): string | undefined {
  const written = readText(value, refuse);
  if (written === undefined || isIP(written) !== 0 || written === ".") return written;
  if (hasReference(written)) {
    refuseReferences(written, refuse);
    return undefined;
  }
  const name = toAscii(written).replace(/\.$/, "").toLowerCase();
  const reason = whyUnsound(name);
  if (reason === undefined) return name;
  return refuse({
    code: "domain-name-malformed",
    message: `${showText(written)} is no domain name: ${reason}.`,
    fix: cure(written),
  });
}

/** Empty where there is no such form. */
function toAscii(written: string): string {
  if (/^\p{ASCII}*$/u.test(written)) return written;
  // domainToASCII leaves out what stands behind a slash without a word.
  return /^[A-Za-z0-9._*\-\P{ASCII}]*$/u.test(written) ? domainToASCII(written) : "";
}

function whyUnsound(name: string): string | undefined {
  const labels = name.split(".");
  if (!/^[a-z0-9._*-]+$/.test(name)) return `it is made of letters, digits, "-", "_" and dots`;
  if (labels.some((label) => label === "")) return "there is nothing between two dots";
  if (labels.some((label) => label.length > LABEL_MAX_BYTES))
    return `a part between dots has at most ${LABEL_MAX_BYTES} characters`;
  if (name.length > NAME_MAX_CHARACTERS) return `it has ${name.length} characters, and ${NAME_MAX_CHARACTERS} are the most`;
  if (/^\d+$/.test(labels.at(-1) ?? "")) return "it looks like an IP address, and is not one";
  return undefined;
}

function cure(written: string): string {
  const host = /^[a-z+.-]+:\/\/([A-Za-z0-9._-]+)/i.exec(written)?.[1];
  return host === undefined ? "Write it alone, as in acme.example." : `Write ${showText(host)}.`;
}
