/** A script, step by step over an open connection. Nothing is sent before the first `send`. */
import type { Socket } from "node:net";
import type { Failure } from "../../model/failure.ts";
import { Incoming } from "../../net/incoming.ts";
import { sendAll } from "../../net/send-all.ts";
import type { Clock } from "../../ports.ts";
import type { Deadline } from "../../time/deadline.ts";
import { awaitMatch, type Wish } from "./await-match.ts";
import { excerpt } from "./excerpt.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { explainUnmatched, explainUnsent } from "./script-errors.ts";
import type { ScriptStep, SendPart } from "./target.ts";

export type Script = readonly LoadedStep[];
type LoadedStep = Exclude<ScriptStep, { readonly expect: string }> | { readonly expect: Pattern };

export interface ScriptResult {
  readonly failure?: Failure;
  /** Line of the last match, or what came in its place; short. */
  readonly received?: string;
}

interface Talk {
  readonly socket: Socket;
  readonly incoming: Incoming;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** What we have sent, so that no excerpt shows half of it. */
  readonly sent: string[];
  /** What the last `expect` captured. */
  groups: readonly Buffer[];
  received?: string;
}

/** Compiles the patterns; done before the clock runs. */
export async function loadScript(steps: readonly ScriptStep[]): Promise<Script> {
  return await Promise.all(steps.map(async (step) => ("expect" in step ? { expect: await compilePattern(step.expect) } : step)));
}

/** Ends at the deadline at the latest; the socket stays the caller's. */
export async function playScript(script: Script, socket: Socket, times: Pick<Talk, "clock" | "deadline">): Promise<ScriptResult> {
  const talk: Talk = { ...times, socket, incoming: new Incoming(socket), sent: [], groups: [] };
  for (const [index, step] of script.entries()) {
    const failure = await play(step, talk);
    if (failure === undefined) continue;
    const message = `${failure.message} (step ${index + 1} of the script)`;
    return { ...receivedIn(talk), failure: { ...failure, message } };
  }
  return receivedIn(talk);
}

function play(step: LoadedStep, talk: Talk): Promise<Failure | undefined> {
  if ("expect" in step) return expectText(step.expect, talk);
  if ("expectBytes" in step) return expectBytes(step.expectBytes, talk);
  if ("send" in step) return send(Buffer.concat(step.send.map((part) => bytesOf(part, talk.groups))), talk);
  return send(Buffer.from(step.sendBytes, "hex"), talk);
}

async function expectText(pattern: Pattern, talk: Talk): Promise<Failure | undefined> {
  const found = await expectFound({ find: pattern.find, byLine: true }, talk, `/${pattern.source}/`);
  if ("failure" in found) return found.failure;
  talk.groups = found.groups;
  talk.received = found.text;
  return undefined;
}

async function expectBytes(hex: string, talk: Talk): Promise<Failure | undefined> {
  const wanted = Buffer.from(hex, "hex");
  const find = (bytes: Buffer) => {
    const at = bytes.indexOf(wanted);
    return at < 0 ? undefined : { endBytes: at + wanted.length };
  };
  const found = await expectFound({ find, byLine: false }, talk, `the bytes ${hex}`);
  return "failure" in found ? found.failure : undefined;
}

/** Takes what came up to the end of the match; what stands behind it is for the next step. */
async function expectFound<Found extends { readonly endBytes: number }>(
  wish: Wish<Found>,
  talk: Talk,
  wanted: string,
): Promise<Found | { readonly failure: Failure }> {
  const { deadline, incoming } = talk;
  const result = await awaitMatch(wish, incoming, talk);
  if ("found" in result) {
    incoming.take(result.found.endBytes);
    return result.found;
  }
  talk.received = incoming.bytes.toString("utf8");
  const received = excerpt(talk.received, talk.sent);
  return { failure: explainUnmatched(result.ending, { wanted, received, timeoutMs: deadline.timeoutMs }) };
}

async function send(bytes: Buffer, { socket, sent, deadline }: Talk): Promise<Failure | undefined> {
  sent.push(bytes.toString("utf8"));
  const ending = await sendAll(bytes, socket, deadline.signal);
  return ending === "sent" ? undefined : explainUnsent(ending, deadline.timeoutMs);
}

function bytesOf(part: SendPart, groups: readonly Buffer[]): Buffer {
  return typeof part === "string" ? Buffer.from(part, "utf8") : (groups[part.group] ?? Buffer.alloc(0));
}

function receivedIn({ received, sent }: Talk): Pick<ScriptResult, "received"> {
  return received === undefined ? {} : { received: excerpt(received, sent) };
}
