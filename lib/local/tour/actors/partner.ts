/**
 * Plays the clients of a kdb+ process. By day a few of them are connected and ask nothing. Before dawn a partner comes with very
 * many connections and inserts row after row in one call each, and waits for each answer: whoever comes now stands behind all of them.
 */
import { connect, type Socket } from "node:net";
import { encodeQuestion } from "../../../core/probes/kdb/codec/message.ts";
import { createFastClock } from "../../../core/time/fast-clock.ts";
import { type Actor, HOST } from "../actor.ts";
import { INSERT_ROW } from "../q/evaluate.ts";

const GREETING = Buffer.from("partner:\x03\0");
const ROW = encodeQuestion(INSERT_ROW);
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 60_000;
/** They do not come all at once, and the accept queue of a server is short. */
const NEW_CALLERS_A_LOOK_MAX = 12;

/** Script: `port` of the server, `idleClients`, `callers` at night, `fromHour` and `toHour` (UTC, of the tour's day). */
export const playPartner: Actor = async (script) => {
  const port = script.number("port");
  for (let client = 0; client < script.number("idleClients"); client += 1) greet(port);
  const clock = createFastClock(script.time());
  const isNight = () => {
    const hour = (clock.epochMs() % DAY_MS) / HOUR_MS;
    return hour >= script.number("fromHour") && hour < script.number("toHour");
  };
  const callers = new Set<Socket>();
  setInterval(
    () => keepUp(callers, { port, wanted: isNight() ? script.number("callers") : 0 }),
    LOOK_EVERY_MS / script.time().speed,
  );
  return {};
};

function keepUp(callers: Set<Socket>, { port, wanted }: { port: number; wanted: number }): void {
  if (wanted === 0) {
    for (const caller of callers) caller.destroy();
    callers.clear();
  }
  const missing = Math.min(NEW_CALLERS_A_LOOK_MAX, wanted - callers.size);
  for (let caller = 0; caller < missing; caller += 1) callers.add(call(port));
}

/** Row after row: the first once it is greeted, each further one once the one before is answered. */
function call(port: number): Socket {
  const socket = greet(port);
  return socket.on("data", () => socket.write(ROW));
}

/** A client that the server turns away stays away until the next night. */
function greet(port: number): Socket {
  const socket = connect(port, HOST);
  socket.on("error", () => undefined);
  socket.write(GREETING);
  return socket;
}
