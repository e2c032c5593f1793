import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const resetsAtOnce: Trick = {
  name: "resets as soon as it has accepted",
  start: () => startTcp((socket) => socket.resetAndDestroy()),
};
