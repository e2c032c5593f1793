/** The address that a check asks over HTTP. */
import { text } from "./fields.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { hasReference, refuseReferences } from "./references.ts";
import { showText } from "./show.ts";

const URL_LENGTH_MAX = 8_000;

export const url = text(checkUrl, "https://api.acme.example/health");

function checkUrl(written: string, refuse: Refuse): void {
  if (hasReference(written)) {
    refuseReferences(written, refuse);
    return;
  }
  const refusal = schemeRefusal(written) ?? authorityRefusal(written) ?? shapeRefusal(written);
  if (refusal !== undefined) refuse(refusal);
}

function schemeRefusal(written: string): Refusal | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1];
  if (scheme === undefined) {
    const rest = written.replace(/^(https?:)?\/{0,2}/i, "");
    const isAddress = /^[^\s@]+$/.test(rest) && rest.length < 100;
    const fix = isAddress ? `Write https://${rest}.` : "Write https://… with the whole address.";
    return { code: "url-scheme-missing", message: `The address ${shown(written)} does not begin with https:// or http://.`, fix };
  }
  if (/^https?$/i.test(scheme)) return undefined;
  return {
    code: "url-scheme-unknown",
    message: `An http check cannot ask ${scheme}:// addresses.`,
    fix: "Write https:// or http://, or use another kind.",
  };
}

function authorityRefusal(written: string): Refusal | undefined {
  const authority = /^[^:]+:\/\/([^/?#\\]*)/.exec(written)?.[1] ?? "";
  if (authority.includes("@")) {
    const fix = "Send a header instead: authorization with ${secret:name} as its value.";
    return { code: "url-credentials", message: "The address holds a user or a password, which logs would show.", fix };
  }
  if (authority !== "" && !authority.startsWith(":")) return undefined;
  return {
    code: "url-host-missing",
    message: "The address names no host.",
    fix: "Write it as in https://api.acme.example/health.",
  };
}

function shapeRefusal(written: string): Refusal | undefined {
  const fix = "Write it as in https://api.acme.example/health, with blanks as %20.";
  if (written.length > URL_LENGTH_MAX) {
    return {
      code: "url-malformed",
      message: `The address has more than ${URL_LENGTH_MAX} characters.`,
      fix: "Write a shorter one.",
    };
  }
  if (!/[\s\p{Cc}\\]/u.test(written) && URL.canParse(written) && new URL(written).port !== "0") return undefined;
  return { code: "url-malformed", message: `${shown(written)} is not a valid address.`, fix };
}

/** What stands before an @ may be a password. */
function shown(written: string): string {
  return written.includes("@") ? "written here" : showText(written);
}
