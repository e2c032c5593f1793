import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const resetsOnData: Trick = {
  name: "resets when the first byte arrives",
  start: () => startTcp((socket) => socket.once("data", () => socket.resetAndDestroy())),
};
