/** Answers that come late, slowly, or not to their end. */
import type { ServerResponse } from "node:http";
import type { Fault } from "../fault.ts";
import { breakAfterAWhile, httpBreaksInto, httpCheckAt, TIMEOUT_MS } from "../scene.ts";
import { answering, type Behaviour, http, openSite, saying } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

const LARGE_BYTES = 200_000;
const PIECES = 10;

export const slowTransfer: Fault = {
  name: "the first byte comes at once, the others take their time",
  right: ["slow-transfer"],
  variants: {
    "a large body, slower than allowed": bodySlows({ bytes: LARGE_BYTES, overMs: 600, slowAboveMs: 400 }),
    "a body four times its size": bodySlows({ bytes: 4 * LARGE_BYTES, overMs: 600, slowAboveMs: 400 }),
    "a body that does not end in time": bodySlows({ bytes: LARGE_BYTES, overMs: 4 * TIMEOUT_MS }),
  },
  isLong: true,
};

interface SlowBody {
  readonly bytes: number;
  readonly overMs: number;
  readonly slowAboveMs?: number;
}

function bodySlows({ bytes, overMs, slowAboveMs }: SlowBody) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, "x".repeat(LARGE_BYTES))));
    const check = httpCheckAt(world, site, { timeoutMs: slowAboveMs === undefined ? TIMEOUT_MS : 3 * TIMEOUT_MS });
    const expect = [...check.expect, { fact: "body", matcher: { op: "contains", value: "x" } }] as const;
    const slow = slowAboveMs === undefined ? [] : ([{ fact: "total", matcher: { op: "above", value: slowAboveMs } }] as const);
    const breaks = () => site.behave(http((_, response) => trickle(response, { bytes, overMs })));
    await breakAfterAWhile(world, { checks: [{ ...check, expect, slow }], breaks, forMs: 4 * MINUTE_MS });
  };
}

function trickle(response: ServerResponse, { bytes, overMs }: SlowBody): void {
  response.writeHead(200, { "content-length": bytes });
  const piece = "x".repeat(bytes / PIECES);
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    if (sent < PIECES) return void response.write(piece);
    response.end(piece);
    clearInterval(timer);
  }, overMs / PIECES);
  response.write("");
  response.flushHeaders();
  response.once("close", () => clearInterval(timer));
}

export const bodyCutShort: Fault = {
  name: "the body ends before its end",
  right: ["body-cut-short"],
  variants: {
    "shorter than its length": readBodyOf(saying("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc")),
    "the last chunk is missing": readBodyOf(saying("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n")),
    "reset in the middle": readBodyOf((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nxx");
        setTimeout(() => socket.resetAndDestroy(), 10);
      });
    }),
  },
};

/** Who does not read a body does not see that it is cut. */
function readBodyOf(behaviour: Behaviour) {
  return httpBreaksInto(behaviour, { expect: [{ fact: "body", matcher: { op: "exists", value: true } }] });
}

const GARBAGE = "this was never packed";

export const undecodable: Fault = {
  name: "the body cannot be unpacked",
  right: ["answer-garbled"],
  honest: ["body-cut-short"],
  variants: {
    "gzip that is none": readBodyOf(answering(200, GARBAGE, { "content-encoding": "gzip" })),
    "br that is none": readBodyOf(answering(200, GARBAGE, { "content-encoding": "br" })),
    "deflate that is none": readBodyOf(answering(200, GARBAGE, { "content-encoding": "deflate" })),
  },
};
