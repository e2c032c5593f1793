import { startScripted } from "../servers.ts";
import type { Trick } from "./trick.ts";

/** A record that says it is a ServerHello, full of noise. */
const NOISE = Buffer.concat([Buffer.from("160303007a020000760303", "hex"), Buffer.alloc(116, 7)]);

export const garbageTls: Trick = { name: "answers with TLS records of noise", start: () => startScripted(NOISE) };
