/** The first words of a q connection: `user:password`, what we can read, NUL; one byte comes back, or nothing ever does. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Failure, FailureCode } from "../../model/failure.ts";
import type { Arrival } from "../../net/incoming.ts";
import type { Deadline } from "../../time/deadline.ts";
import type { KdbTarget } from "./target.ts";
import type { Wire } from "./wire.ts";

type Credentials = Pick<KdbTarget, "user" | "password">;

/** That of q 3.0: timestamps and guids. More would only matter for messages above 2 GB. */
const CAPABILITY = 3;
/** As other clients call themselves where nothing is configured. */
const NOBODY = "anonymous";
/** First bytes of an alert of TLS. */
const TLS_ALERT = 0x15;
const TLS_MAJOR_VERSION = 0x03;

/** What went wrong, if anything; ends at the deadline at the latest. */
export async function shakeHands(wire: Wire, credentials: Credentials, deadline: Deadline): Promise<Failure | undefined> {
  wire.stopwatch.enter("handshake");
  const greeting = encodeGreeting(credentials);
  if (!Buffer.isBuffer(greeting)) return greeting;
  wire.socket.write(greeting);
  const arrival = await receiveReply(wire, deadline.signal);
  if (arrival !== "more") return explainSilence(arrival, wire);
  if (wire.incoming.bytes[0] === TLS_ALERT) await wire.receive(2, deadline.signal);
  return judgeReply(wire);
}

/** A failure of ours where the secrets cannot be sent: their values are known only now. */
function encodeGreeting({ user = NOBODY, password = "" }: Credentials): Buffer | Failure {
  if (user.includes(":")) return unusable("the user name holds a colon, where kdb+ would end it");
  if (`${user}${password}`.includes("\0")) return unusable("user or password hold a NUL, where kdb+ would end them");
  return Buffer.concat([Buffer.from(`${user}:${password}`, "utf8"), Buffer.from([CAPABILITY, 0])]);
}

async function receiveReply(wire: Wire, signal: AbortSignal): Promise<Arrival> {
  const arrival = await wire.receive(1, signal);
  if (arrival !== "timed-out") return arrival;
  // A reply that came while our own loop stood still waits in the kernel: nobody is to be called stalled for that.
  await nextTurn();
  return await wire.receive(1, signal);
}

function explainSilence(arrival: Arrival, wire: Wire): Failure {
  const waited = wire.timeIn("handshake");
  if (arrival === "timed-out") {
    const seen = `accepts TCP in ${wire.timeIn("connect")}, no handshake reply for ${waited}`;
    return failed("handshake-timed-out", `${seen}: it accepts connections, but does not serve them`);
  }
  const refused = `closed the connection after ${waited} without a reply to the handshake, as kdb+ does to a wrong user or password`;
  return wire.explainLoss(arrival) ?? failed("auth-failed", refused);
}

/** Takes the one byte; what follows it belongs to the first message. */
function judgeReply({ incoming }: Wire): Failure | undefined {
  const [reply = 0, next = TLS_MAJOR_VERSION] = incoming.bytes;
  incoming.take(1);
  if (reply <= CAPABILITY) return undefined;
  if (reply === TLS_ALERT && next === TLS_MAJOR_VERSION) {
    return failed("protocol-error", "the server speaks TLS on this port: it answered the handshake with a TLS alert");
  }
  const found = `0x${reply.toString(16).padStart(2, "0")}`;
  return failed("protocol-error", `the reply to the handshake is ${found}, where kdb+ sends a number up to ${CAPABILITY}`);
}

function unusable(message: string): Failure {
  return failed("secret-unavailable", message);
}

function failed(code: FailureCode, message: string): Failure {
  return { phase: "handshake", code, message };
}
