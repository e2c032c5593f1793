import { startScripted } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const cutChunks: Trick = {
  name: "leaves out the last chunk",
  start: () => startScripted("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"),
};
