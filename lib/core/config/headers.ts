/** Request headers: names, values, and which of them look like a secret written out. */
import { leaf } from "./leaf.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { checkReferences, hasReference } from "./references.ts";
import { isMap, show, showText } from "./show.ts";

type Headers = Readonly<Record<string, string>>;

/** The connection is the prober's business. */
const OWN_HEADERS = ["connection", "content-length", "expect", "keep-alive", "transfer-encoding", "upgrade"];
const CREDENTIAL_HEADER =
  /^(proxy-)?authorization$|^(set-)?cookie2?$|(^|[-_])(api[-_]?key|apikey|secret|password|token|access[-_]key|auth)$/i;
const VALUE_LENGTH_MAX = 16_384;

export const headers = leaf<Headers, Headers>(readHeaders, {
  type: "object",
  propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
  additionalProperties: { type: "string" },
});

/** Warns of credentials that stand in the file. */
export function literalSecrets(written: Headers): Refusal[] {
  const literal = Object.entries(written).filter(([name, value]) => CREDENTIAL_HEADER.test(name) && !hasReference(value));
  return literal.map(([name]) => ({
    code: "literal-secret",
    message: `The value of ${showText(name)} looks like a secret, and stands here for all to read.`,
    fix: "Write ${secret:name}, ${ssm:/path} or ${env:NAME} in its place.",
    path: ["headers", name],
  }));
}

function readHeaders(value: unknown, refuse: Refuse): Headers | undefined {
  if (!isMap(value)) {
    const message = `${show(value)} stands where headers belong.`;
    return refuse({ code: "map-expected", message, fix: "Write names with values, such as { accept: application/json }." });
  }
  const entries = Object.entries(value);
  const seen = new Set<string>();
  const read = entries.map(([name, content]) => {
    const refusal = nameRefusal(name, seen) ?? valueRefusal(content);
    seen.add(name.toLowerCase());
    if (refusal !== undefined) return refuse({ ...refusal, path: [name] });
    return typeof content === "string" && areReferencesSound(content, name, { refuse }) ? ([name, content] as const) : undefined;
  });
  const sound = read.filter((entry) => entry !== undefined);
  return sound.length === entries.length ? Object.fromEntries(sound) : undefined;
}

function nameRefusal(name: string, seen: ReadonlySet<string>): Refusal | undefined {
  const lower = name.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    const message = `${showText(name)} cannot be the name of a header.`;
    return { code: "header-name-malformed", message, fix: "Write letters, digits and -, as in x-api-key.", at: "key" };
  }
  if (OWN_HEADERS.includes(lower)) {
    return {
      code: "header-not-settable",
      message: `The header ${name} is set by the prober itself.`,
      fix: "Remove it.",
      at: "key",
    };
  }
  if (!seen.has(lower)) return undefined;
  const message = `The header ${name} is written twice: upper and lower case are the same.`;
  return { code: "duplicate-header", message, fix: "Keep one of the two.", at: "key" };
}

/** Never shows the value: it may be a secret. */
function valueRefusal(value: unknown): Refusal | undefined {
  if (typeof value === "number" || typeof value === "boolean") {
    return {
      code: "text-expected",
      message: `A ${typeof value === "number" ? "number" : "true or false"} stands where a text belongs.`,
      fix: "Put the value in quotes.",
    };
  }
  if (typeof value !== "string")
    return { code: "text-expected", message: `${show(value)} stands where a text belongs.`, fix: "Write one text." };
  if (value.length <= VALUE_LENGTH_MAX && /^[\t\x20-\x7e\u0080-\u00ff]*$/.test(value)) return undefined;
  const message = `A header holds one line of at most ${VALUE_LENGTH_MAX} Latin letters, digits and signs.`;
  return { code: "header-value-malformed", message, fix: "Remove line breaks and other letters, or encode them." };
}

function areReferencesSound(value: string, name: string, { refuse }: { readonly refuse: Refuse }): boolean {
  let isSound = true;
  checkReferences(value, (refusal) => {
    isSound = false;
    return refuse({ ...refusal, path: [name] });
  });
  return isSound;
}
