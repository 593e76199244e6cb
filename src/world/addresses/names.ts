import type { HitList, ScannedText } from "./hits.ts";
import type { AddressIndex } from "./known-index.ts";
import type { KnownAddress } from "./scan.ts";
import { asWritten, before, isUrlHost, portAfter } from "./text.ts";

/** Runs of the characters a host name may have (and `_`, which ends none). One pass, linear. */
const TOKEN = /[A-Za-z0-9_][A-Za-z0-9_.-]*/g;

/**
 * Finds names of nodes and of the API server as whole host names. A full domain name is believed anywhere; a
 * name of one label (`worker-1`, `web`) only where a host must stand: nodes share such names with pods,
 * Services, labels and plain words.
 */
export function findNames(scanned: ScannedText, index: AddressIndex, hits: HitList): void {
  const { text } = scanned;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[0].endsWith(".") ? match[0].slice(0, -1) : match[0];
    if (token.length < index.shortest || token.length > LONGEST_NAME) continue;
    const known = index.names.get(token.toLowerCase());
    if (known === undefined || !hits.worthIt(known)) continue;
    const start = match.index;
    const end = start + token.length;
    const named = known.value.includes(".")
      ? isDomainName(text, start, known)
      : isBareHost(scanned, start, end, token, index);
    if (named) hits.add({ known, as: "name", text: asWritten(text, start, end) });
  }
}

const LONGEST_NAME = 253;

/** Not a file's path, not the part of a mail address or kubeconfig context after the `@`. */
function isDomainName(text: string, start: number, known: KnownAddress): boolean {
  if (start === 0 || isUrlHost(text, start)) return true;
  const previous = text[start - 1];
  if (previous === "@") return known.kind !== "api-server";
  return previous !== "/" && previous !== "-" && previous !== "." && previous !== "\\";
}

function isBareHost(
  scanned: ScannedText,
  start: number,
  end: number,
  token: string,
  index: AddressIndex,
): boolean {
  const { text, key } = scanned;
  const whole = text.length - token.length < 16 && text.trim().length === token.length;
  if (whole && NODE_KEY.test(key)) return true;
  if (scanned.means(token.toLowerCase())) return false;
  if (isUrlHost(text, start)) return true;
  const previous = text[start - 1];
  if (previous !== undefined && /[\w./\\-]/.test(previous)) return false;
  const port = portAfter(text, end);
  // A plain word before a port is a Service, a container or an image tag, but for the API server's own port.
  if (port !== undefined) return (isDistinct(token) && !IMAGE.test(key)) || port === "6443";
  if (!isDistinct(token)) return false;
  if (whole) return HOST_KEY.test(key);
  if (HOST_BEFORE.test(before(text, start, 64)) && endsValue(text, end)) return true;
  return isListOfNames(text, index);
}

/** A name nobody gives to anything but a machine or a pod: it has a digit and something else. */
function isDistinct(token: string): boolean {
  return /\d/.test(token) && /[a-z]/i.test(token) && token.length >= 4;
}

/** Fields that can hold nothing but a node's name. */
const NODE_KEY = /(?:^|[./_-])node(?:_?name)?s?$|nodeNames?$|kubernetes\.io\/hostname$/i;
const HOST_KEY = /node|host|server|addr|endpoint|target|master|peer|member|upstream|backend|url/i;
const HOST_BEFORE =
  /(?:node|host|server|addr|address|endpoint|target|master|peer|member|upstream|backend)\w{0,8}["'\\]{0,2}\s{0,4}[:=]\s{0,4}["'\\]{0,2}$/i;
const IMAGE = /image|tag$/i;

function endsValue(text: string, end: number): boolean {
  return end === text.length || /^["'\\,;\s\]})]/.test(text.slice(end, end + 1));
}

/** `worker-1,worker-2`: a short string of nothing but known names. */
function isListOfNames(text: string, index: AddressIndex): boolean {
  if (text.length > LONGEST_LIST) return false;
  const names = text.split(/[\s,;]+/).filter((part) => part !== "");
  return names.length > 1 && names.every((name) => index.names.has(name.toLowerCase()));
}

const LONGEST_LIST = 2000;
