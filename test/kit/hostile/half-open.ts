import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const halfOpen: Trick = {
  name: "closes its half and listens on",
  start: () => startTcp((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n"))),
};
