const ASCII = /^[\x20-\x7e]*$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}]$/u;

/**
 * Characters that take two columns: East Asian Wide and Fullwidth (UAX #11), and pictographs, which some
 * terminals draw in one and some in two. Better a line too short than one too long.
 */
const TWO_WIDE =
  /^[\p{Emoji_Presentation}\p{Extended_Pictographic}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]$/u;

/** The columns a terminal needs for text without control characters, or a few more. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function characterWidth(character: string): number {
  if (ASCII.test(character)) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return TWO_WIDE.test(character) ? 2 : 1;
}

/** The text with spaces after it up to a width; longer text as it is. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** The text in the middle of a column. */
export function padCentre(text: string, width: number): string {
  const free = Math.max(0, width - widthOf(text));
  const left = Math.floor(free / 2);
  return " ".repeat(left) + text + " ".repeat(free - left);
}

/** The widest of some texts. */
export function widest(texts: Iterable<string>): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, widthOf(text));
  return width;
}
