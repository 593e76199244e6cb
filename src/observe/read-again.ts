import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { Origin } from "../world/resource.ts";
import { readStream } from "./files/read-stream.ts";
import { SNIFF_BYTES, sniff } from "./files/sniff.ts";
import { type SourceText, sourceOf } from "./files/texts.ts";
import { RangeVisitor } from "./positions/range-visitor.ts";

export type FileOrigin = Extract<Origin, { kind: "file" }>;

/** Something wanted of an object's own text. */
export interface OwnText {
  readonly origin: FileOrigin;
}

/**
 * Reads the texts objects were read from once more, each source at most once. Texts that cannot be had again (the
 * file changed, or was read by another run) are passed over.
 */
export async function readOwnTexts<T extends OwnText>(
  texts: readonly T[],
  take: (text: T, bytes: Buffer) => void,
): Promise<void> {
  for (const { root, source, texts: own } of bySource(texts)) {
    if (source.kind === "kept") await readAgain(source.text.replay(), root, own, take);
    else if (await isUnchanged(root, source)) await readFileAgain(root, own, take);
  }
}

interface Source<T> {
  readonly root: string;
  readonly source: SourceText;
  readonly texts: T[];
}

function bySource<T extends OwnText>(texts: readonly T[]): Iterable<Source<T>> {
  const sources = new Map<string, Source<T>>();
  for (const text of texts) {
    const { origin } = text;
    const found = origin.length === 0 ? undefined : sourceOf(origin.source);
    if (found === undefined) continue;
    const source = sources.get(found.root) ?? { root: found.root, source: found.text, texts: [] };
    source.texts.push(text);
    sources.set(found.root, source);
  }
  return sources.values();
}

async function isUnchanged(path: string, was: { size: number; mtimeMs: number }): Promise<boolean> {
  try {
    const now = await stat(path);
    return now.size === was.size && now.mtimeMs === was.mtimeMs;
  } catch {
    return false;
  }
}

/** Plain text is read where it is wanted only; what is packed has to be gone through. */
async function readFileAgain<T extends OwnText>(
  path: string,
  texts: readonly T[],
  take: (text: T, bytes: Buffer) => void,
): Promise<void> {
  const file = await open(path, "r");
  try {
    const content = sniff(await range(file, 0, SNIFF_BYTES));
    if (content === "json" || content === "yaml") {
      for (const text of texts) take(text, await range(file, text.origin.offset, text.origin.length));
      return;
    }
  } finally {
    await file.close();
  }
  await readAgain(createReadStream(path, { highWaterMark: 1024 * 1024 }), path, texts, take);
}

async function range(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function readAgain<T extends OwnText>(
  chunks: AsyncIterable<Uint8Array>,
  root: string,
  texts: readonly T[],
  take: (text: T, bytes: Buffer) => void,
): Promise<void> {
  const visitor = new RangeVisitor(texts, ({ origin }) => origin, take);
  try {
    await readStream(chunks, root, visitor);
  } catch {
    // Whatever was wrong with the source was reported when it was read; the lines found so far are right.
  }
}
