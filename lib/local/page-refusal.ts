/** An answer that says no, in a sentence. */
import type { ServerResponse } from "node:http";

export function refuse(response: ServerResponse, { status, sentence }: { status: number; sentence: string }): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${sentence}\n`);
}
