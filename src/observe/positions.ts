import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { Path } from "../world/json.ts";
import type { Origin } from "../world/resource.ts";
import { readStream } from "./files/read-stream.ts";
import { SNIFF_BYTES, sniff } from "./files/sniff.ts";
import { type SourceText, sourceOf } from "./files/texts.ts";
import { linesOf } from "./positions/lines-of.ts";
import { RangeVisitor } from "./positions/range-visitor.ts";

type FileOrigin = Extract<Origin, { kind: "file" }>;

/** A field of an object somewhere in the sources. */
export interface Cited {
  readonly origin: Origin;
  readonly path: Path;
}

/** All fields cited in one object's text. */
interface Text {
  readonly origin: FileOrigin;
  readonly wanted: { readonly index: number; readonly path: Path }[];
}

/**
 * The 1-based lines fields stand in, found by reading the objects' own texts again: a field that is not there has
 * the line of the nearest one above it. Undefined for what came from no file. Where the text cannot be read again
 * (the file changed or was read by another run), the line the object begins in.
 */
export async function locate(requests: readonly Cited[]): Promise<(number | undefined)[]> {
  const lines = requests.map(({ origin }) => (origin.kind === "file" ? origin.line : undefined));
  const take = (text: Text, bytes: Buffer) => {
    const found = linesOf(
      bytes,
      text.origin,
      text.wanted.map(({ path }) => path),
    );
    text.wanted.forEach(({ index }, n) => {
      lines[index] = found[n];
    });
  };
  for (const { root, source, texts } of bySource(requests)) {
    if (source.kind === "kept") await readAgain(source.text.replay(), root, texts, take);
    else if (await isUnchanged(root, source)) await readFileAgain(root, texts, take);
  }
  return lines;
}

interface Source {
  readonly root: string;
  readonly source: SourceText;
  readonly texts: Text[];
}

function bySource(requests: readonly Cited[]): Iterable<Source> {
  const sources = new Map<string, Source>();
  const texts = new Map<string, Text>();
  requests.forEach(({ origin, path }, index) => {
    if (origin.kind !== "file" || origin.length === 0) return;
    const key = `${origin.offset}:${origin.length}:${origin.source}:${origin.within?.join("/") ?? ""}`;
    const known = texts.get(key);
    if (known !== undefined) {
      known.wanted.push({ index, path });
      return;
    }
    const found = sourceOf(origin.source);
    if (found === undefined) return;
    const source = sources.get(found.root) ?? { root: found.root, source: found.text, texts: [] };
    const text = { origin, wanted: [{ index, path }] };
    texts.set(key, text);
    source.texts.push(text);
    sources.set(found.root, source);
  });
  return sources.values();
}

type Take = (text: Text, bytes: Buffer) => void;

async function isUnchanged(path: string, was: { size: number; mtimeMs: number }): Promise<boolean> {
  try {
    const now = await stat(path);
    return now.size === was.size && now.mtimeMs === was.mtimeMs;
  } catch {
    return false;
  }
}

/** Plain text is read where it is wanted only; what is packed has to be gone through. */
async function readFileAgain(path: string, texts: readonly Text[], take: Take): Promise<void> {
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

async function readAgain(
  chunks: AsyncIterable<Uint8Array>,
  root: string,
  texts: readonly Text[],
  take: Take,
): Promise<void> {
  const visitor = new RangeVisitor(texts, ({ origin }) => origin, take);
  try {
    await readStream(chunks, root, visitor);
  } catch {
    // Whatever was wrong with the source was reported when it was read; the lines found so far are right.
  }
}
