/** One server, asked in the way that it understands: UDP, TCP for what UDP cannot hold, without EDNS for the oldest. */
import { randomInt } from "node:crypto";
import type { Clock } from "../../ports.ts";
import type { Deadline } from "../../time/deadline.ts";
import type { Stopwatch } from "../../time/stopwatch.ts";
import { askOverTcp } from "./ask-tcp.ts";
import { askOverUdp } from "./ask-udp.ts";
import type { Asked, ServerPlace } from "./asked.ts";
import type { Query } from "./message.ts";
import { RECORD_CLASSES, RECORD_TYPES } from "./record-types.ts";
import type { DnsTarget } from "./target.ts";

export interface Turn {
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  /** Takes what a person should know besides the answer. */
  readonly notes: string[];
}

/** Resolves before the turn's deadline, with every socket closed. */
export async function askServer(target: DnsTarget, server: ServerPlace, turn: Turn): Promise<Asked> {
  const asked = await ask(newQuery(target, { edns: true }), server, { ...turn, transport: target.transport });
  const isTooOldForEdns = "answer" in asked && asked.answer.rcode === "FORMERR" && !asked.answer.hasEdns;
  if (!isTooOldForEdns) return asked;
  turn.notes.push("the server cannot read EDNS (RFC 6891), so it was asked again without");
  return await ask(newQuery(target, { edns: false }), server, { ...turn, transport: target.transport });
}

async function ask(query: Query, server: ServerPlace, turn: Turn & Pick<DnsTarget, "transport">): Promise<Asked> {
  if (turn.transport === "tcp") return await askOverTcp(query, server, turn);
  turn.stopwatch.enter("server");
  const asked = await askOverUdp(query, server, turn);
  if ("failure" in asked || !asked.answer.isTruncated) return asked;
  turn.notes.push("the answer over UDP was truncated, so it was asked for again over TCP");
  const whole = await askOverTcp(query, server, turn);
  if (!("failure" in whole)) return whole;
  const message = `the answer over UDP was truncated, and TCP failed: ${whole.failure.message}`;
  return { failure: { ...whole.failure, message } };
}

/** A number that nobody can guess, for each question anew: with the random port it keeps forgers out. */
function newQuery(target: DnsTarget, { edns }: Pick<Query, "edns">): Query {
  return {
    id: randomInt(0x1_0000),
    name: target.name,
    type: RECORD_TYPES[target.type],
    class: RECORD_CLASSES[target.class],
    recurse: target.recurse,
    edns,
  };
}
