import { characterWidth, widthOf } from "./width.ts";

/**
 * Text in lines of at most `width` columns, the first of at most `firstWidth`; broken at spaces, and a word
 * that is longer than any line anywhere.
 */
export function wrap(text: string, width: number, firstWidth = width): string[] {
  const lines: string[] = [];
  const shortest = Math.min(width, firstWidth);
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const pieces = widthOf(word) > shortest ? breakWord(word, shortest) : [word];
    for (const [index, piece] of pieces.entries()) {
      const pieceWidth = widthOf(piece);
      const gap = index === 0 && used > 0 ? 1 : 0;
      if (used > 0 && used + gap + pieceWidth > (lines.length === 0 ? firstWidth : width)) {
        lines.push(line);
        line = piece;
        used = pieceWidth;
      } else {
        line += " ".repeat(gap) + piece;
        used += gap + pieceWidth;
      }
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const columns = characterWidth(character);
    if (used + columns > width && used > 0) {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}

/** Wraps text behind a prefix; the lines that follow stand under the text's first word, or `indent` deep. */
export function hang(prefix: string, text: string, width: number, indent = widthOf(prefix)): string[] {
  return wrap(text, width - indent, width - widthOf(prefix)).map((line, index) =>
    (index === 0 ? prefix + line : " ".repeat(indent) + line).trimEnd(),
  );
}

/** Text of at most `length` characters; what is left out is counted. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters.slice(0, length).join("")}… (${characters.length - length} more characters)`;
}
