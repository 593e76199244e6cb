import { isEndless, meansEverything } from "./blocks.ts";
import { bitsOfMask, type Cidr, cidrOf } from "./cidr.ts";
import type { HitList, ScannedText } from "./hits.ts";
import { type AddressIndex, knownIn } from "./known-index.ts";
import { asWritten, isUrlHost, portAfter } from "./text.ts";
import { parseV4 } from "./v4.ts";
import { beginsThere, endsThere, isVersionLike } from "./version-like.ts";

/**
 * Four dotted numbers that are not part of a longer run; the dots may be escaped as in a regular expression.
 * Nothing repeats without a bound: linear in the text's length.
 */
const QUAD = /(?<!\d|\d\\{0,2}\.)\d{1,3}(?:\\{0,2}\.\d{1,3}){3}(?!\d|\\{0,2}\.\d)/g;
const RANGE_END = / ?- ?(\d{1,3}(?:\.\d{1,3}){3})(?![\w+-]|\.\w)/y;
const BITS = /\\{0,2}\/(\d{1,2})(?![\w/]|[.-]\w)/y;
const MASK = /\/(\d{1,3}(?:\.\d{1,3}){3})(?![\w/]|[.-]\w)/y;

/** Finds IPv4 addresses, CIDRs and ranges in a string. */
export function findQuads(scanned: ScannedText, index: AddressIndex, hits: HitList): void {
  const { text } = scanned;
  QUAD.lastIndex = 0;
  for (let match = QUAD.exec(text); match !== null; match = QUAD.exec(text)) {
    const start = match.index;
    const end = start + match[0].length;
    const value = parseV4(match[0].includes("\\") ? match[0].replaceAll("\\", "") : match[0]);
    if (value < 0) continue;
    const blockEnd =
      findBlock(text, start, end, value, index, hits) ?? findRange(text, start, end, value, index, hits);
    if (blockEnd === undefined) findOne(scanned, start, end, value, index, hits);
    else QUAD.lastIndex = blockEnd;
  }
}

/** `10.0.0.0/22`, `10.0.0.0/255.255.252.0`; the end of it when there is one at this place. */
function findBlock(
  text: string,
  start: number,
  end: number,
  value: number,
  index: AddressIndex,
  hits: HitList,
): number | undefined {
  if (text[end] !== "/" && text[end] !== "\\") return undefined;
  const read = blockAt(text, end, value);
  if (read === undefined || isUrlHost(text, start)) return undefined;
  const { block, after } = read;
  if (!beginsThere(text, start)) return after;
  const written = text.slice(start, after);
  const exact = index.v4.get(value);
  if (block.bits === 32 || (exact !== undefined && value !== block.first)) {
    if (exact !== undefined && hits.worthIt(exact)) hits.add({ known: exact, as: "address", text: written });
  } else if (!meansEverything(block) && hits.worthIt(written)) {
    for (const known of knownIn(index, block)) hits.add({ known, as: "cidr", text: written });
  }
  return after;
}

function blockAt(text: string, end: number, value: number): { block: Cidr; after: number } | undefined {
  BITS.lastIndex = end;
  const bits = BITS.exec(text)?.[1];
  if (bits !== undefined) {
    const block =
      bits.length > 1 && bits.startsWith("0") ? undefined : cidrOf({ family: 4, value }, Number(bits));
    return block === undefined ? undefined : { block, after: BITS.lastIndex };
  }
  MASK.lastIndex = end;
  const mask = MASK.exec(text)?.[1];
  const maskBits = mask === undefined ? undefined : bitsOfMask(parseV4(mask));
  const block = maskBits === undefined ? undefined : cidrOf({ family: 4, value }, maskBits);
  return block === undefined ? undefined : { block, after: MASK.lastIndex };
}

/** `10.0.0.1-10.0.0.9`; the end of it when there is one at this place. */
function findRange(
  text: string,
  start: number,
  end: number,
  first: number,
  index: AddressIndex,
  hits: HitList,
): number | undefined {
  if (text[end] !== "-" && text[end] !== " ") return undefined;
  RANGE_END.lastIndex = end;
  const last = parseV4(RANGE_END.exec(text)?.[1] ?? "");
  if (last < first || isEndless(first, last) || !beginsThere(text, start)) return undefined;
  const after = RANGE_END.lastIndex;
  const written = text.slice(start, after);
  if (!hits.worthIt(written)) return after;
  for (const known of knownIn(index, { family: 4, first, last }))
    hits.add({ known, as: "range", text: written });
  return after;
}

function findOne(
  { text, key }: ScannedText,
  start: number,
  end: number,
  value: number,
  index: AddressIndex,
  hits: HitList,
): void {
  const known = index.v4.get(value);
  if (known === undefined || !hits.worthIt(known)) return;
  // No version is followed by a port, and none is the host of a URL.
  const connects = isUrlHost(text, start) || (portAfter(text, end) !== undefined && !isTail(text, start));
  if (!connects) {
    if (!beginsThere(text, start) || !endsThere(text, end) || isVersionLike(text, start, end, key)) return;
  } else if (!endsThere(text, end) && text[end] !== "/") return;
  hits.add({ known, as: "address", text: asWritten(text, start, end) });
}

/** Whether the quad is the rest of a longer word or number before it. */
function isTail(text: string, start: number): boolean {
  return start > 0 && /[\w.+~-]$/.test(text.slice(start - 1, start)) && !beginsThere(text, start);
}
