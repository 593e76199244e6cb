import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ConnectionError } from "./connection-error.ts";

const unpack = promisify(gunzip);

/** @throws ConnectionError where it ends early, or is larger than `maxBytes` (packed or unpacked). */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  if (!incoming.complete) throw new ConnectionError("broken", "ECONNRESET", "the answer ended early");
  const body = Buffer.concat(chunks);
  if (incoming.headers["content-encoding"] !== "gzip") return body;
  try {
    return await unpack(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new ConnectionError("broken", code ?? "GZIP", "the answer cannot be unpacked");
  }
}

function tooLarge(maxBytes: number): ConnectionError {
  return new ConnectionError("too-large", "TOO_LARGE", `an answer of more than ${maxBytes >> 20} MiB`);
}
