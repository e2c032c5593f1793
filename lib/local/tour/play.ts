/**
 * The program of every actor, a process of its own: `play.ts NAME SCRIPT`. It says on one line that it is ready, and ends when
 * its standard input does: so no actor outlives the tour, whatever ends it.
 */
import { writeSync } from "node:fs";
import type { Actor } from "./actor.ts";
import { ScriptReader } from "./script.ts";

const ACTORS = {
  "export-writer": async () => (await import("./actors/export-writer.ts")).playExportWriter,
  "object-store": async () => (await import("./actors/object-store.ts")).playObjectStore,
  partner: async () => (await import("./actors/partner.ts")).playPartner,
  shop: async () => (await import("./actors/shop.ts")).playShop,
  "sms-service": async () => (await import("./actors/sms-service.ts")).playSmsService,
  "tick-store": async () => (await import("./actors/tick-store.ts")).playTickStore,
} as const satisfies Record<string, () => Promise<Actor>>;

export type ActorName = keyof typeof ACTORS;

function isActorName(name: string): name is ActorName {
  return Object.hasOwn(ACTORS, name);
}

async function play(name: string, script: string): Promise<void> {
  if (!isActorName(name)) throw new TypeError(`nobody plays "${name}"`);
  const actor = await ACTORS[name]();
  const cue = await actor(new ScriptReader(script));
  writeSync(1, `${JSON.stringify({ ready: true, ...cue })}\n`);
}

// Ctrl-C in a terminal reaches every process of the group; when to end is for the tour to say.
process.on("SIGINT", () => undefined);
process.stdin.on("end", () => process.exit()).resume();
await play(process.argv[2] ?? "", process.argv[3] ?? "");
