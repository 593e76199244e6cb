/**
 * Whether an address lies in a block, by comparing the digits both are written with in base two. Only for the
 * well-formed texts of the tests; a text that is no address lies nowhere.
 */
export function liesIn(block: string, address: string): boolean {
  const [network = "", length] = block.split("/");
  const bits = bitsOf(network);
  const own = bitsOf(address);
  if (bits === "" || own === "" || bits.length !== own.length) return false;
  return own.startsWith(bits.slice(0, length === undefined ? bits.length : Number(length)));
}

/** The block of all addresses, for ends whose address nobody knows: IPv4's, unless all known ones are of IPv6. */
export function wholeBlock(known: readonly { readonly ips: readonly string[] }[]): string {
  const located = known.filter(({ ips }) => ips.length > 0);
  return located.length > 0 && located.every(({ ips }) => ips.every((ip) => ip.includes(":")))
    ? "::/0"
    : "0.0.0.0/0";
}

const known = new Map<string, string>();

/** 32 or 128 digits; none for a text that is no address. */
function bitsOf(text: string): string {
  let bits = known.get(text);
  if (bits === undefined) {
    bits = text.includes(":") ? longBits(text) : shortBits(text);
    known.set(text, bits);
  }
  return bits;
}

function shortBits(text: string): string {
  const parts = text.split(".");
  return parts.length === 4 ? parts.map((part) => digits(Number(part), 8)).join("") : "";
}

function longBits(text: string): string {
  const [left = "", right] = text.split("::");
  const groups = (half: string): string[] => (half === "" ? [] : half.split(":"));
  const [before, after] = [groups(left), groups(right ?? "")];
  const zeros = right === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(zeros).fill("0"), ...after]
    .map((group) => digits(Number.parseInt(group, 16), 16))
    .join("");
}

function digits(value: number, length: number): string {
  return value.toString(2).padStart(length, "0");
}
