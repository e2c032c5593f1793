/** `tcp: host:port`, or the long form with TLS and a script. */
import { z } from "zod";
import { host, hostOf, ipChoice, port, wrongFamily } from "../../config/address.ts";
import { readPattern } from "../../config/expect/pattern.ts";
import { list, text } from "../../config/fields.ts";
import { hostAndPort } from "../../config/host-and-port.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { checkReferences, refuseReferences } from "../../config/references.ts";
import { show } from "../../config/show.ts";
import { startTls } from "../../config/start-tls.ts";
import { literalKey, plainTls, tls } from "../../config/tls.ts";
import { splitAtCaptures, strayCaptures, withoutCaptures } from "./captures.ts";
import { tcpFacts } from "./facts.ts";
import type { ScriptStep, TcpTarget } from "./target.ts";

const STEP_KEYS = "expect, expectBytes, send or sendBytes";

const hex = leaf<string, string>(readHex, { type: "string", pattern: "^([0-9A-Fa-f]{2} ?)+$", examples: ["0d0a", "00 ff"] });
const pattern = leaf<string, string>(readStepPattern, { type: "string", examples: ["^220 ", "250[ -]STARTTLS$"] });
const sentText = text((written, refuse) => checkReferences(withoutCaptures(written), refuse), "EHLO acme.example\r\n");

const step = z
  .strictObject({
    expect: pattern.describe("Pattern (RE2) to be found in what the server sends.").exactOptional(),
    expectBytes: hex.describe("Bytes to be found in what the server sends, in hexadecimal.").exactOptional(),
    send: sentText.describe("Text to send; ${1} is what the last expect captured. May hold ${secret:name}.").exactOptional(),
    sendBytes: hex.describe("Bytes to send, in hexadecimal.").exactOptional(),
  })
  .transform((written, context): ScriptStep => {
    const isReadable = context.issues.length === 0;
    if (isReadable && Object.keys(written).length !== 1) refuseStep(written, context);
    if (written.send !== undefined) return { send: splitAtCaptures(written.send) };
    if (written.sendBytes !== undefined) return { sendBytes: written.sendBytes };
    return written.expectBytes !== undefined ? { expectBytes: written.expectBytes } : { expect: written.expect ?? "" };
  });

const options = z
  .strictObject({
    host: host.describe("Name or IP address of the server."),
    port: port.describe("TCP port."),
    ip: ipChoice.optional(),
    tls: z.union([plainTls, tls]).describe("true, or how the connection is encrypted.").exactOptional(),
    startTls: startTls.exactOptional(),
    script: list(step, { min: 1 }).describe("What is expected and sent, in order.").exactOptional(),
  })
  .transform((written, context): TcpTarget => {
    const refusals = [...strayCaptures(written.script ?? []), ...wrongFamily(written.host, written.ip)];
    for (const refusal of refusals) refuseIn(written, context, refusal);
    const encryption = written.tls ?? (written.startTls === undefined ? undefined : { verify: true });
    return {
      host: hostOf(written.host),
      port: written.port,
      ip: written.ip ?? "any",
      ...(encryption !== undefined && { tls: encryption }),
      ...(written.startTls !== undefined && { startTls: written.startTls }),
      ...(written.script !== undefined && { script: written.script }),
    };
  });

export const tcpSchema = kindSchema({
  target: z
    .union([hostAndPort({ isPortOptional: false }).pipe(options), options])
    .describe("Something must accept a TCP connection and, with a script, talk as it should."),
  facts: tcpFacts,
  review: (target) => (target.tls === undefined ? [] : literalKey(target.tls)),
});

function readStepPattern(value: unknown, refuse: Refuse): string | undefined {
  const written = readPattern(value, refuse);
  if (written?.includes("${")) refuseReferences(written, refuse);
  return written;
}

function readHex(value: unknown, refuse: Refuse): string | undefined {
  const written = typeof value === "string" ? value.replaceAll(" ", "").toLowerCase() : "";
  if (/^([0-9a-f]{2})+$/.test(written)) return written;
  const message = `${show(value)} is not a row of bytes in hexadecimal.`;
  return refuse({ code: "hex-malformed", message, fix: 'Write two digits a byte, in quotes, as in "0d0a" or "00 ff".' });
}

function refuseStep(written: object, context: z.core.$RefinementCtx): void {
  const keys = Object.keys(written);
  const message =
    keys.length === 0
      ? `This step says neither ${STEP_KEYS.replace(" or", " nor")}.`
      : `This step has ${keys.join(" and ")} at once.`;
  refuseIn(written, context, { code: "step-malformed", message, fix: `Give each step exactly one of ${STEP_KEYS}.` });
}

function refuseIn(written: object, context: z.core.$RefinementCtx, refusal: Refusal): void {
  context.issues.push({ code: "custom", input: written, params: { refusal } });
}
