/** The number of a dotted quad that fills text[start, end); -1 when it is none. Allocates nothing. */
export function parseV4(text: string, start = 0, end = text.length): number {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let octets = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x2e) {
      if (digits === 0 || octets === 3) return -1;
      value = value * 256 + octet;
      octets++;
      octet = 0;
      digits = 0;
    } else if (code >= 0x30 && code <= 0x39) {
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + (code - 0x30);
      digits++;
      if (octet > 255) return -1;
    } else return -1;
  }
  return octets === 3 && digits > 0 ? value * 256 + octet : -1;
}

/** The dotted quad of an unsigned 32-bit number. */
export function formatV4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}
