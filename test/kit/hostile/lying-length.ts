import { startScripted } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const lyingLength: Trick = {
  name: "promises 100 bytes and sends 3",
  start: () => startScripted("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"),
};
