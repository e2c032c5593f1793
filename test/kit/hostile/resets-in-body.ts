import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const resetsInBody: Trick = {
  name: "resets in the middle of its body",
  start: () =>
    startTcp((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nxx");
        setTimeout(() => socket.resetAndDestroy(), 10);
      });
    }),
};
