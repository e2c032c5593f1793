import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const closesOnData: Trick = {
  name: "closes when the first byte arrives",
  start: () => startTcp((socket) => socket.once("data", () => socket.end())),
};
