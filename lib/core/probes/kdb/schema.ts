/** `kdb: host:port`, or the long form: whom to ask, as whom, and what. */
import { z } from "zod";
import { host, hostOf, ipChoice, port, wrongFamily } from "../../config/address.ts";
import { flag, text } from "../../config/fields.ts";
import { hostAndPort } from "../../config/host-and-port.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { checkReferences, hasReference, refuseReferences } from "../../config/references.ts";
import { literalKey, plainTls, tlsOptions, tlsShape } from "../../config/tls.ts";
import { kdbFacts } from "./facts.ts";
import { type KdbTarget, LIVENESS_QUERY } from "./target.ts";

const QUERY_MAX_CHARACTERS = 2_000;

const password = leaf<string, string>(readPassword, { type: "string", examples: ["${secret:acme/kdb}"] });
const tls = z
  .strictObject({
    ...tlsShape,
    verifyName: flag
      .describe("false: the certificate may name another host, as those of kdb+ often do; its chain is judged. Default true.")
      .exactOptional(),
  })
  .transform(tlsOptions);

const options = z
  .strictObject({
    host: host.describe("Name or IP address of the server."),
    port: port.describe("Port on which q listens (-p)."),
    user: text(checkUser, "monitor").describe("User name; may hold ${secret:name}. Default: none.").exactOptional(),
    password: password.describe("Password, as a reference; needs user.").exactOptional(),
    tls: z.union([plainTls, tls]).describe("true, or how the connection is encrypted.").exactOptional(),
    query: text(checkQuery, "count trades")
      .describe("What is asked, in q: cheap and without side effects. Default 1+1.")
      .exactOptional(),
    numbers: flag.describe("Whether to ask for clock, memory and open handles too. Default true.").exactOptional(),
    ip: ipChoice.optional(),
  })
  .transform((written, context): KdbTarget => {
    const { user, query = LIVENESS_QUERY, numbers = true, ip = "any", ...others } = written;
    const isLone = others.password !== undefined && user === undefined;
    for (const refusal of [...(isLone ? [LONE_PASSWORD] : []), ...wrongFamily(written.host, ip)]) {
      context.issues.push({ code: "custom", input: written, params: { refusal } });
    }
    return { ...others, host: hostOf(written.host), ...(user !== undefined && { user }), query, numbers, ip };
  });

export const kdbSchema = kindSchema({
  target: z
    .union([hostAndPort({ isPortOptional: false }).pipe(options), options])
    .describe("A kdb+ process must serve: reply to the handshake and answer a query."),
  facts: kdbFacts,
  review: (target) => [...literalPassword(target), ...(target.tls === undefined ? [] : literalKey(target.tls))],
});

const LONE_PASSWORD: Refusal = {
  code: "key-without-partner",
  message: "password stands here without user.",
  fix: "Add user, or remove password.",
  path: ["password"],
  at: "key",
};

function literalPassword({ password: written }: KdbTarget): Refusal[] {
  if (written === undefined || hasReference(written)) return [];
  const fix = "Write ${secret:name}, ${ssm:/path} or ${env:NAME} in its place.";
  return [{ code: "literal-secret", message: "The password stands here for all to read.", fix, path: ["password"] }];
}

/** Never shows what is written: it may be the password itself. */
function readPassword(value: unknown, refuse: Refuse): string | undefined {
  if (typeof value !== "string") {
    const message = "Something else stands where the text of a password belongs.";
    return refuse({ code: "text-expected", message, fix: "Write ${secret:name} in its place." });
  }
  let isSound = true;
  checkReferences(value, (refusal) => {
    isSound = false;
    return refuse(refusal);
  });
  return isSound ? value : undefined;
}

function checkUser(written: string, refuse: Refuse): void {
  checkReferences(written, refuse);
  if (hasReference(written) || /^[^:\p{Cc}]{1,128}$/u.test(written)) return;
  // Not shown: with a colon it may hold the password.
  const message = "This cannot be a user name: it is empty or too long, or holds a colon or an invisible character.";
  refuse({ code: "user-malformed", message, fix: "Write the name alone, and the password under password." });
}

function checkQuery(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (written.trim() !== "" && written.length <= QUERY_MAX_CHARACTERS && !/[^\P{Cc}\t\n]/u.test(written)) return;
  const message = `A query is a text of 1 to ${QUERY_MAX_CHARACTERS} characters, without invisible ones.`;
  refuse({ code: "query-malformed", message, fix: "Write one cheap expression, such as 1+1 or count trades." });
}
