/** How many newlines there are in bytes[from, to). */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x0a) lines++;
  }
  return lines;
}
