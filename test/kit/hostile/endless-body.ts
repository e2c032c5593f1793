import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

/** Bounded here, so that a probe that does read on cannot fill the machine. */
const CHUNKS_MAX = 2_000;

export const endlessBody: Trick = {
  name: "sends a body without end, as fast as it can",
  start: () =>
    startTcp((socket) => {
      let sent = 0;
      const chunk = "x".repeat(65_536);
      const pour = () => {
        while (!socket.destroyed && sent++ < CHUNKS_MAX && socket.write(chunk));
      };
      socket.on("drain", pour).once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        pour();
      });
    }),
};
