import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const tricklesBody: Trick = {
  name: "sends its body a byte at a time, for ever",
  start: () =>
    startTcp((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
        const timer = setInterval(() => socket.write("x"), 20);
        socket.once("close", () => clearInterval(timer));
      });
    }),
};
