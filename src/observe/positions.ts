import type { Path } from "../world/json.ts";
import type { Origin } from "../world/resource.ts";
import { linesOf } from "./positions/lines-of.ts";
import { type FileOrigin, readOwnTexts } from "./read-again.ts";

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
  await readOwnTexts(byText(requests), (text, bytes) => {
    const found = linesOf(
      bytes,
      text.origin,
      text.wanted.map(({ path }) => path),
    );
    text.wanted.forEach(({ index }, n) => {
      lines[index] = found[n];
    });
  });
  return lines;
}

function byText(requests: readonly Cited[]): readonly Text[] {
  const texts = new Map<string, Text>();
  requests.forEach(({ origin, path }, index) => {
    if (origin.kind !== "file") return;
    const key = `${origin.offset}:${origin.length}:${origin.source}:${origin.within?.join("/") ?? ""}`;
    const known = texts.get(key);
    if (known === undefined) texts.set(key, { origin, wanted: [{ index, path }] });
    else known.wanted.push({ index, path });
  });
  return [...texts.values()];
}
