/** From bytes on the wire to text: content encodings undone under a cap, then the charset. */
import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from "node:zlib";
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Body } from "./answer.ts";

type Decode = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  br: promisify(brotliDecompress),
  // RFC 9659: a larger window would let a few bytes claim a gigabyte of memory.
  zstd: (bytes, options) =>
    promisify(zstdDecompress)(bytes, { ...options, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX } }),
  // Some servers send raw deflate under the same name.
  deflate: async (bytes, options) =>
    await promisify(inflate)(bytes, options).catch((error) =>
      isTooLarge(error) ? Promise.reject(error) : promisify(inflateRaw)(bytes, options),
    ),
};
const ENCODINGS_MAX = 5;
const ZSTD_WINDOW_LOG_MAX = 23;

/** Never holds more than `limitBytes` of any stage. An encoding that we do not know is passed through. */
export async function decodeBody(raw: Buffer, headers: FactMap, limitBytes: number): Promise<Body | Failure> {
  const encodings = (headers["content-encoding"] ?? [])
    .flatMap((value) => value.toLowerCase().split(","))
    .map((name) => name.trim());
  let bytes = raw;
  for (const encoding of encodings.slice(-ENCODINGS_MAX).reverse()) {
    const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
    if (decode === undefined || bytes.length === 0) continue;
    try {
      bytes = await decode(bytes, { maxOutputLength: limitBytes });
    } catch (error) {
      return undecodable(encoding, limitBytes, error);
    }
  }
  return { bytes: bytes.length, text: decodeText(bytes, headers["content-type"]?.[0] ?? "") };
}

function undecodable(encoding: string, limitBytes: number, error: unknown): Failure {
  return isTooLarge(error)
    ? {
        phase: "transfer",
        code: "body-too-large",
        message: `the decompressed body is larger than the limit of ${limitBytes} bytes`,
      }
    : { phase: "transfer", code: "body-undecodable", message: `the body is not ${encoding}, although its header says so` };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

/** Shared: a decoder takes native memory, and most bodies need this one. */
const utf8 = new TextDecoder();

/** Never throws: an unknown charset is read as UTF-8, bytes that do not fit become U+FFFD. */
function decodeText(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1];
  if (charset === undefined) return utf8.decode(bytes);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return utf8.decode(bytes);
  }
}
