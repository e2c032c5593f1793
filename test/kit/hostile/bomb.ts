import { gzipSync } from "node:zlib";
import { startScripted } from "../servers.ts";
import type { Trick } from "./trick.ts";

const UNPACKED_BYTES = 100_000_000;

export const bomb: Trick = {
  name: "sends a small body that unpacks to 100 MB",
  start: () => {
    const packed = gzipSync(Buffer.alloc(UNPACKED_BYTES));
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`;
    return startScripted(Buffer.concat([Buffer.from(head), packed]));
  },
};
