import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const closesAtOnce: Trick = { name: "closes as soon as it has accepted", start: () => startTcp((socket) => socket.end()) };
