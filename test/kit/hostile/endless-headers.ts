import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const endlessHeaders: Trick = {
  name: "sends headers without end",
  start: () =>
    startTcp((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\n");
        const timer = setInterval(() => socket.write(`x-more: ${"y".repeat(1_000)}\r\n`), 1);
        socket.once("close", () => clearInterval(timer));
      });
    }),
};
