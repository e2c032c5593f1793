import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const onlyContinue: Trick = {
  name: "says 100 Continue and nothing more",
  start: () => startTcp((socket) => socket.once("data", () => socket.write("HTTP/1.1 100 Continue\r\n\r\n"))),
};
