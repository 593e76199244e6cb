import { parseAddress } from "./address.ts";
import type { HitList, ScannedText } from "./hits.ts";
import { type AddressIndex, lookUp } from "./known-index.ts";
import type { KnownAddress } from "./scan.ts";
import { asWritten, isWordCode } from "./text.ts";
import { formatV4 } from "./v4.ts";

/**
 * Public DNS zones that answer a name with the address written in it: `www.10.0.0.5.nip.io`,
 * `app-10-0-0-5.sslip.io`, `2001-db8--5.sslip.io`, and nip.io's hexadecimal `app-0a000005.nip.io`
 * (https://sslip.io, https://nip.io).
 */
const ZONE = /\.(?:(?:sslip|nip|xip)\.io|traefik\.me)(?![a-z0-9-]|\.[a-z0-9])/gi;

export function findWildcardNames({ text }: ScannedText, index: AddressIndex, hits: HitList): void {
  ZONE.lastIndex = 0;
  for (let match = ZONE.exec(text); match !== null; match = ZONE.exec(text)) {
    if (!hits.worthIt(ZONE)) return;
    const start = beginOfHost(text, match.index);
    const known = knownInHost(text.slice(start, match.index), index);
    if (known === undefined) continue;
    hits.add({ known, as: "name", text: asWritten(text, start, ZONE.lastIndex) });
  }
}

const LONGEST_NAME = 253;

function beginOfHost(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && isHostCode(text.charCodeAt(start - 1))) start--;
  return start;
}

function isHostCode(code: number): boolean {
  return isWordCode(code) || code === 0x2e || code === 0x2d;
}

/** The address at the end of a host name, in any of the forms the zones know. */
function knownInHost(host: string, index: AddressIndex): KnownAddress | undefined {
  const quad = /(?:^|[.-])(\d{1,3}(?:\.\d{1,3}){3})$/.exec(host)?.[1];
  if (quad !== undefined) return lookUp(index, quad);
  const label = host.slice(host.lastIndexOf(".") + 1);
  const dashed = /(?:^|-)(\d{1,3}(?:-\d{1,3}){3})$/.exec(label)?.[1];
  if (dashed !== undefined) return lookUp(index, dashed.replaceAll("-", "."));
  const hex = /(?:^|-)([0-9a-f]{8})$/i.exec(label)?.[1];
  const fromHex = hex === undefined ? undefined : lookUp(index, formatV4(Number.parseInt(hex, 16)));
  if (fromHex !== undefined) return fromHex;
  const groups = label.replaceAll("-", ":");
  return parseAddress(groups) === undefined ? undefined : lookUp(index, groups);
}
