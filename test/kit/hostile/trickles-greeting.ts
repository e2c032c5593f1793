import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const tricklesGreeting: Trick = {
  name: "greets a byte at a time, line after line, for ever",
  start: () =>
    startTcp((socket) => {
      const greeting = "220-wait for it\r\n";
      let sent = 0;
      const timer = setInterval(() => socket.write(greeting[sent++ % greeting.length] ?? ""), 2);
      socket.once("close", () => clearInterval(timer));
    }),
};
