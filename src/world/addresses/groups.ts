import { parseAddress, unmapped } from "./address.ts";
import { isEndless, meansEverything } from "./blocks.ts";
import { parseCidr } from "./cidr.ts";
import type { HitList, ScannedText } from "./hits.ts";
import { type AddressIndex, knownIn, lookUp } from "./known-index.ts";
import { asWritten, isEscapeBefore, isWordCode } from "./text.ts";

/** Runs of hexadecimal digits, colons and dots. The look-behind lets each run be tried once: linear. */
const RUN = /(?<![0-9a-f:.])[0-9a-f:.]{2,}/gi;
const BITS = /\/(\d{1,3})(?![\w/]|[.-]\w)/y;
const RANGE_END = / ?- ?([0-9a-f:.]{2,45})(?![\w:/])/iy;
const LONGEST = 46;

/** Finds IPv6 addresses, CIDRs and ranges in a string, and IPv4 addresses written as IPv6 groups. */
export function findGroups({ text }: ScannedText, index: AddressIndex, hits: HitList): void {
  RUN.lastIndex = 0;
  for (let match = RUN.exec(text); match !== null; match = RUN.exec(text)) {
    const token = addressIn(match[0]);
    if (token === undefined) continue;
    const start = match.index;
    const end = start + token.length;
    if (!standsAlone(text, start, end)) continue;
    if (findBlock(text, start, end, index, hits) || findRange(text, start, end, index, hits)) continue;
    const known = lookUp(index, token);
    if (known !== undefined && hits.worthIt(known)) {
      hits.add({ known, as: "address", text: asWritten(text, start, end) });
    }
  }
}

/** The address a run begins with, without the full stop or colon of the sentence around it. */
function addressIn(run: string): string | undefined {
  if (run.length > LONGEST) return undefined;
  const colon = run.indexOf(":");
  if (colon < 0 || run.indexOf(":", colon + 1) < 0 || DOTTED.test(run)) return undefined;
  const trimmed = run.endsWith(".") || (run.endsWith(":") && !run.endsWith("::")) ? run.slice(0, -1) : run;
  return parseAddress(trimmed) === undefined ? undefined : trimmed;
}

/** Mapped addresses with a dotted quad (::ffff:10.0.0.5) are the quads' to find. */
const DOTTED = /\.\d/;

function standsAlone(text: string, start: number, end: number): boolean {
  const cleanStart = start === 0 || !isWordCode(text.charCodeAt(start - 1)) || isEscapeBefore(text, start);
  return cleanStart && (end === text.length || !isWordCode(text.charCodeAt(end)));
}

function findBlock(text: string, start: number, end: number, index: AddressIndex, hits: HitList): boolean {
  BITS.lastIndex = end;
  if (text[end] !== "/" || !BITS.test(text)) return false;
  const written = text.slice(start, BITS.lastIndex);
  const block = parseCidr(written);
  if (block === undefined) return true;
  const exact = lookUp(index, text.slice(start, end));
  const address = parseAddress(text.slice(start, end));
  if (
    exact !== undefined &&
    address !== undefined &&
    (block.first === block.last || address.value !== block.first)
  ) {
    if (hits.worthIt(exact)) hits.add({ known: exact, as: "address", text: written });
  } else if (!meansEverything(block) && hits.worthIt(written)) {
    for (const known of knownIn(index, block)) hits.add({ known, as: "cidr", text: written });
  }
  return true;
}

function findRange(text: string, start: number, end: number, index: AddressIndex, hits: HitList): boolean {
  if (text[end] !== "-" && text[end] !== " ") return false;
  RANGE_END.lastIndex = end;
  const to = RANGE_END.exec(text)?.[1];
  const first = parseAddress(text.slice(start, end));
  const last = to === undefined ? undefined : parseAddress(to);
  if (first === undefined || last?.family !== 6 || last.value < first.value) return false;
  if (unmapped(first).family === 4 || isEndless(first.value, last.value)) return false;
  const written = text.slice(start, RANGE_END.lastIndex);
  if (!hits.worthIt(written)) return true;
  for (const known of knownIn(index, { family: 6, first: BigInt(first.value), last: last.value })) {
    hits.add({ known, as: "range", text: written });
  }
  return true;
}
