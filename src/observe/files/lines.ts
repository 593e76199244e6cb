/** How many newlines there are in bytes[from, to). */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, bytes.length);
  let at = Math.max(0, from);
  let lines = 0;
  if (end - at > WORTHWHILE) {
    // Four bytes at a time: a dump has hundreds of megabytes to count.
    const misaligned = (bytes.byteOffset + at) % 4;
    for (let n = misaligned === 0 ? 0 : 4 - misaligned; n > 0; n--) {
      if (bytes[at++] === NEWLINE) lines++;
    }
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2);
    lines += inWords(words);
    at += words.length * 4;
  }
  for (; at < end; at++) {
    if (bytes[at] === NEWLINE) lines++;
  }
  return lines;
}

const NEWLINE = 0x0a;
const WORTHWHILE = 64;

/** A byte of `x` is zero where the text has a newline; the highest bit of that byte of `t` is then set, and no other. */
function inWords(words: Int32Array): number {
  let lines = 0;
  for (let n = 0; n < words.length; n++) {
    const x = (words[n] ?? 0) ^ 0x0a0a0a0a;
    const t = ~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x | 0x7f7f7f7f);
    if (t !== 0) lines += ((t >>> 7) & 1) + ((t >>> 15) & 1) + ((t >>> 23) & 1) + (t >>> 31);
  }
  return lines;
}
