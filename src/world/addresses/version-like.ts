import { before, isEscapeBefore, isWordCode } from "./text.ts";

/**
 * Versions have four numbers too (`ingress-nginx-10.0.0.5`, `app:10.0.0.5`, `Chrome/10.0.0.5`). These rules
 * tell by what stands around a dotted quad that it is none, or a part of something longer.
 */

/** Keys whose whole value is a version: chart labels, app.kubernetes.io/version, targetRevision, APP_VERSION. */
const VERSION_KEY = /(?:version|revision|chart|release|build|tag|(?:^|[^a-z])ver)s?$/i;
const IMAGE_KEY = /image(?:s|name|url|ref)?$/i;
const VERSION_BEFORE =
  /(?:version|revision|tag|chart|release|build|\bver)["'\\]*(?:\s{0,4}[:=<>~^!]{1,3}\s{0,4}|\s(?:is\s)?)["'\\]*$/i;
const IMAGE_BEFORE = /(?:image|docker|podman|pull|push)["'\\]*(?:\s{0,4}[:=]\s{0,4}|\s)["'\\]*[\w./-]*:$/i;

/** Whether a quad at this place is a version by the words around it, or by the key the string goes by. */
export function isVersionLike(text: string, start: number, end: number, key: string): boolean {
  if (VERSION_KEY.test(key) && isWhole(text, start, end)) return true;
  const lead = before(text, start, 64);
  if (VERSION_BEFORE.test(lead)) return true;
  return text[start - 1] === ":" && (IMAGE_KEY.test(key) || IMAGE_BEFORE.test(lead));
}

/** Whether a quad begins at `start` and is not the tail of a longer token. */
export function beginsThere(text: string, start: number): boolean {
  if (start === 0) return true;
  const code = text.charCodeAt(start - 1);
  if (isWordCode(code)) return isEscapeBefore(text, start);
  switch (text[start - 1]) {
    case ".":
    case "+":
    case "~":
      return false;
    case "-":
      return start === 1 || !isWordCode(text.charCodeAt(start - 2));
    case "/":
      return isHostSegment(text, start);
    case ":":
      return !IMAGE_NAME.test(before(text, start, 200));
    default:
      return true;
  }
}

/** Whether a quad ends at `end`: `10.0.0.5-rc1`, `10.0.0.5.tgz`, `10.0.0.5+build` go on. */
export function endsThere(text: string, end: number): boolean {
  if (end === text.length) return true;
  if (isWordCode(text.charCodeAt(end))) return false;
  switch (text[end]) {
    case "-":
    case "+":
    case "~":
      return false;
    case ".":
      return !/^\.[\w-]/.test(text.slice(end, end + 2));
    case "\\":
      return !/^\\{1,2}\.\w/.test(text.slice(end, end + 4));
    case "/":
      // A prefix length that is none ("/33", "/08"): neither a block nor an address.
      return !/^\/\d{1,3}(?![\w./-])/.test(text.slice(end, end + 6));
    default:
      return true;
  }
}

/** `registry.example.com:5000/team/app:`, `team/app:`: what follows is a tag. */
const IMAGE_NAME = /(?:^|[\s"'`,;=([{<>|])[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)+:$/i;

/** Path segments that say that an address follows: `/proxy/10.0.0.5`, the multiaddr `/ip4/10.0.0.5`. */
const ADDRESS_SEGMENT =
  /(?:^|\/)(?:ip|ip4|ipv4|inet|hosts?|nodes?|prox(?:y|ies)|addr|address|peers?|servers?|targets?|https?|tcp|udp)\/$/i;

/**
 * After a slash: the host of a URL, an address that begins a path, dnsmasq's `server=/zone/10.0.0.5`, or a
 * segment after a word that announces an address. Otherwise it is a version: `Chrome/10.0.0.5`, `/v/10.0.0.5`.
 */
function isHostSegment(text: string, start: number): boolean {
  const previous = text[start - 2];
  if (previous === undefined || previous === "/" || previous === "\\") return true;
  if (!isWordCode(previous.charCodeAt(0)) && previous !== ".") return true;
  const lead = before(text, start, 120);
  return ADDRESS_SEGMENT.test(lead) || /=\/[^\s=]*\/$/.test(lead);
}

function isWhole(text: string, start: number, end: number): boolean {
  return text.length - (end - start) < 16 && text.trim().length === end - start;
}
