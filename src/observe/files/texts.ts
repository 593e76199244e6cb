import type { Stats } from "node:fs";
import { KeptText } from "./kept-text.ts";

/** What a source is read from a second time to cite lines: the file, if it is still the same, or what was kept. */
export type SourceText =
  | { readonly kind: "file"; readonly size: number; readonly mtimeMs: number }
  | { readonly kind: "kept"; readonly text: KeptText };

/**
 * The sources this process has read, by name. Origins name their source; those that came out of a snapshot name
 * files of another time or machine, are not here, and so are never looked up.
 */
const TEXTS = new Map<string, SourceText>();

export function rememberFile(source: string, stats: Stats): void {
  TEXTS.set(source, { kind: "file", size: stats.size, mtimeMs: stats.mtimeMs });
}

/** Passes a stream on that can be read only once, and keeps what went by. */
export async function* keeping(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const text = new KeptText();
  TEXTS.set(source, { kind: "kept", text });
  for await (const chunk of chunks) {
    text.push(chunk);
    yield chunk;
  }
}

/** The source an origin's text stands in: for `backup.tar.gz!a/b.json` the archive. */
export function sourceOf(name: string): { readonly root: string; readonly text: SourceText } | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf("!", end - 1)) {
    const root = name.slice(0, end);
    const text = TEXTS.get(root);
    if (text !== undefined) return { root, text };
  }
  return undefined;
}
