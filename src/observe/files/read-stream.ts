import { UserError } from "../../errors.ts";
import { gunzip } from "./gunzip.ts";
import { peek } from "./peek.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import { SourceFault } from "./source-fault.ts";
import { readTar } from "./tar.ts";
import type { TextReader } from "./text-reader.ts";
import type { Visitor } from "./visitor.ts";

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for every chunk with the bytes of text read so far in this source. */
  readonly onProgress?: ((progress: { readonly source: string; readonly bytes: number }) => void) | undefined;
}

const MAX_LAYERS = 2;

/**
 * Goes through one stream of bytes, whatever it holds: text, an archive, either compressed. Throws a SourceFault
 * where it cannot go on.
 */
export async function readStream(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  visitor: Visitor,
  options: StreamOptions = {},
  layer = 0,
): Promise<void> {
  const { head, all } = await peek(chunks, SNIFF_BYTES);
  const content = sniff(head);
  if (content === "empty") throw new SourceFault("is empty");
  if (typeof content === "object") throw new SourceFault(`is ${content.unsupported}`);
  if (layer > MAX_LAYERS) throw new SourceFault("is compressed again and again");
  if (content === "gzip") {
    await readStream(gunzip(all), name, visitor, options, layer + 1);
    return;
  }
  const reader = content === "tar" ? readTar(name, visitor) : visitor.open(name, content);
  if (reader === undefined) return;
  try {
    await feed(all, reader, name, options);
  } catch (error) {
    // Half a cluster must not pass for a whole one: a snapshot is read to its end or not at all.
    if (content === "snapshot" && error instanceof SourceFault)
      throw new UserError(`${name} ${error.message}`);
    throw error;
  }
}

async function feed(
  chunks: AsyncIterable<Buffer>,
  reader: TextReader,
  name: string,
  { signal, onProgress }: StreamOptions,
): Promise<void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    reader.push(chunk);
    bytes += chunk.length;
    onProgress?.({ source: name, bytes });
  }
  reader.end();
}
