import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { SourceFault } from "./source-fault.ts";

/**
 * A dump of Kubernetes objects shrinks to a thirtieth, hardly ever to a hundredth; what unfolds further beyond
 * this size is made to fill a disk.
 */
const SUSPICIOUS_SIZE = 512 * 1024 * 1024;
const LARGEST_RATIO = 200;

/** The bytes of a gzip stream, unfolded. Throws a SourceFault when it is cut off, broken or a bomb. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const inflate = createGunzip({ chunkSize: 256 * 1024 });
  const fed = pipeline(Readable.from(chunks, { objectMode: false }), inflate);
  // Reported by the loop below, which ends with the same error.
  fed.catch(() => undefined);
  let unfolded = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      unfolded += chunk.length;
      if (unfolded > SUSPICIOUS_SIZE && unfolded > LARGEST_RATIO * inflate.bytesWritten) {
        throw new SourceFault(
          `unfolds to more than ${LARGEST_RATIO} times its size: no dump does, so it was not read on`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw new SourceFault("the gzip stream ends too early: is the file cut off?");
    if (code?.startsWith("Z_") === true) throw new SourceFault("the gzip stream is broken");
    throw error;
  } finally {
    inflate.destroy();
  }
}
