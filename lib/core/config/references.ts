/** `${secret:name}`, `${ssm:/path}`, `${env:NAME}`: where they may stand and how they are written. Nothing is resolved here. */
import type { SecretReference } from "../ports.ts";
import type { Refuse } from "./problem.ts";
import { showChoice, showText } from "./show.ts";
import { suggest } from "./suggest.ts";

/** What a name looks like in each scheme. */
const NAMES: Readonly<Record<SecretReference["scheme"], RegExp>> = {
  secret: /^[A-Za-z0-9/_+=.@:-]{1,512}$/,
  ssm: /^[A-Za-z0-9/_.-]{1,512}$/,
  env: /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
};
const EXAMPLES: Readonly<Record<SecretReference["scheme"], string>> = {
  secret: "${secret:acme/api-key}",
  ssm: "${ssm:/acme/api-key}",
  env: "${env:API_KEY}",
};
const SCHEMES = Object.keys(NAMES);

/** Whether the text holds at least one `${…}`, well-formed or not. */
export function hasReference(text: string): boolean {
  return text.includes("${");
}

/** Refuses every malformed `${…}` of a text that may hold references. */
export function checkReferences(text: string, refuse: Refuse): void {
  for (const piece of text.split("${").slice(1)) {
    const end = piece.indexOf("}");
    if (end < 0) refuse(malformed("A ${ is never closed.", "Close it with }, as in ${secret:acme/api-key}."));
    else checkReference(piece.slice(0, end), refuse);
  }
}

/** Refuses any `${…}`: the place cannot hold a secret. */
export function refuseReferences(text: string, refuse: Refuse): void {
  if (!hasReference(text)) return;
  const message = "A ${…} reference cannot stand here.";
  refuse({
    code: "reference-not-allowed",
    message,
    fix: "Write the value itself; only headers, body, auth, the credentials of proxy and kdb, send and tls.key hold references.",
  });
}

function checkReference(inside: string, refuse: Refuse): void {
  const colon = inside.indexOf(":");
  const scheme = colon < 0 ? inside : inside.slice(0, colon);
  if (!isScheme(scheme)) {
    const nearest = suggest(scheme, SCHEMES);
    const fix = nearest === undefined ? `Write ${showChoice(Object.values(EXAMPLES))}.` : `Did you mean \${${nearest}:…}?`;
    refuse(malformed(`${showText(`\${${inside}}`)} names no known source of secrets.`, fix));
    return;
  }
  const name = colon < 0 ? "" : inside.slice(colon + 1);
  if (name === "") refuse(malformed(`${showText(`\${${inside}}`)} names no secret.`, `Write a name, as in ${EXAMPLES[scheme]}.`));
  else if (!NAMES[scheme].test(name)) {
    refuse(malformed(`${showText(name)} cannot be the name of a reference.`, `Write it as in ${EXAMPLES[scheme]}.`));
  }
}

function isScheme(word: string): word is SecretReference["scheme"] {
  return Object.hasOwn(NAMES, word);
}

function malformed(message: string, fix: string) {
  return { code: "reference-malformed", message, fix };
}
