/** `auth: { … }` of every kind that speaks HTTP: exactly one way to show who asks. */
import { z } from "zod";
import type { HttpAuth } from "../net/http-auth.ts";
import { text } from "./fields.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { checkReferences, hasReference, refuseReferences } from "./references.ts";
import { externalId, externalIdAlone, role } from "./role.ts";
import { showChoice, showText } from "./show.ts";
import { url } from "./url.ts";

const WAYS = ["basic", "bearer", "oauth2", "sigv4"] as const;

const basic = z.strictObject({
  user: text(checkUser, "monitor").describe("User name; may hold ${secret:name}."),
  password: text(checkReferences, "${secret:acme/password}").describe("Password, as a reference."),
});
const oauth2 = z.strictObject({
  tokenUrl: url.describe("Where tokens are issued."),
  clientId: text(checkFilled, "bongsu").describe("Client; may hold ${secret:name}."),
  clientSecret: text(checkFilled, "${secret:acme/client-secret}").describe("Its secret, as a reference."),
  scope: text(checkFilled, "health.read").describe("Scopes to ask for, separated by blanks.").exactOptional(),
});
const sigv4 = z.strictObject({
  service: text(checkScopeWord("service"), "execute-api").describe("AWS service, as signatures name it."),
  region: text(checkScopeWord("region"), "eu-west-1").describe("AWS Region."),
  role: role.exactOptional(),
  externalId: externalId.exactOptional(),
});

export const auth = z
  .strictObject({
    basic: basic.describe("User and password in every request.").exactOptional(),
    bearer: text(checkBearer, "${secret:acme/token}").describe("A token in every request, as a reference.").exactOptional(),
    oauth2: oauth2.describe("A token that the prober fetches (client credentials) and renews.").exactOptional(),
    sigv4: sigv4.describe("Signed for AWS with the prober's own credentials, or as a role.").exactOptional(),
  })
  .transform((written, context): HttpAuth => {
    for (const refusal of externalIdAlone(written.sigv4 ?? {})) {
      const path = ["sigv4", ...(refusal.path ?? [])];
      context.issues.push({ code: "custom", input: written, params: { refusal: { ...refusal, path } } });
    }
    const [only, ...others] = [
      ...(written.basic === undefined ? [] : [{ basic: written.basic }]),
      ...(written.bearer === undefined ? [] : [{ bearer: written.bearer }]),
      ...(written.oauth2 === undefined ? [] : [{ oauth2: written.oauth2 }]),
      ...(written.sigv4 === undefined ? [] : [{ sigv4: written.sigv4 }]),
    ];
    if (only !== undefined && others.length === 0) return only;
    // A misspelt way is said once, as an unknown key.
    if (context.issues.length === 0 || others.length > 0) {
      context.issues.push({ code: "custom", input: written, params: { refusal: notOne(Object.keys(written)) } });
    }
    return z.NEVER;
  });

/** Warns of secrets that stand in the file. */
export function literalCredentials(written: HttpAuth | undefined): Refusal[] {
  if (written === undefined) return [];
  if ("basic" in written) return literal(["auth", "basic", "password"], written.basic.password);
  if ("bearer" in written) return literal(["auth", "bearer"], written.bearer);
  return "oauth2" in written ? literal(["auth", "oauth2", "clientSecret"], written.oauth2.clientSecret) : [];
}

function literal(path: readonly string[], value: string): Refusal[] {
  if (hasReference(value)) return [];
  return [
    {
      code: "literal-secret",
      message: `The ${path.at(-1) === "bearer" ? "token" : "secret"} stands here for all to read.`,
      fix: "Write ${secret:name}, ${ssm:/path} or ${env:NAME} in its place.",
      path,
    },
  ];
}

function notOne(ways: readonly string[]): Refusal {
  const [, second] = ways;
  if (second === undefined) {
    const fix = `Write ${showChoice(WAYS)}, or remove auth.`;
    return { code: "auth-empty", message: "This auth says no way to show who asks.", fix };
  }
  const message = `This auth says ${ways.length} ways to show who asks, ${ways.join(" and ")}.`;
  return { code: "auth-twice", message, fix: "Keep one of them.", path: [second], at: "key" };
}

function checkUser(written: string, refuse: Refuse): void {
  checkReferences(written, refuse);
  if (hasReference(written) || !written.includes(":")) return;
  const message = "A user name cannot hold a colon: it would end there.";
  refuse({ code: "user-malformed", message, fix: "Write the name alone, and the password under password." });
}

function checkFilled(written: string, refuse: Refuse): void {
  checkReferences(written, refuse);
  if (written.trim() === "")
    refuse({ code: "text-empty", message: "This text is empty.", fix: "Write its value, or remove the key." });
}

function checkBearer(written: string, refuse: Refuse): void {
  checkReferences(written, refuse);
  const prefix = /^bearer\s+/i.exec(written)?.[0];
  if (prefix !== undefined) {
    const message = `The token begins with ${showText(prefix.trim())}, which the prober writes before it.`;
    refuse({ code: "bearer-twice", message, fix: "Write the token alone." });
  } else if (written === "" || (!hasReference(written) && !/^[\x21-\x7e]+$/.test(written))) {
    const message = "This cannot be a token: it is empty, or holds blanks or other letters.";
    refuse({ code: "bearer-malformed", message, fix: "Write ${secret:name} with the token in that secret." });
  }
}

function checkScopeWord(what: "service" | "region") {
  return (written: string, refuse: Refuse): void => {
    refuseReferences(written, refuse);
    if (hasReference(written) || /^[a-z0-9-]{1,64}$/.test(written)) return;
    const example = what === "service" ? "execute-api" : "eu-west-1";
    refuse({
      code: `${what}-malformed`,
      message: `${showText(written)} is not an AWS ${what}.`,
      fix: `Write it as in ${example}.`,
    });
  };
}
