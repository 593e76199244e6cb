/** A text in lines of at most so many characters; what is left over after the last line ends in an ellipsis. */
export function wrapped(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(...pieces(word, width));
    if (lines.length > most) return [...lines.slice(0, most - 1), ended(lines[most - 1] ?? "", width)];
  }
  return lines;
}

function ended(line: string, width: number): string {
  return `${line.slice(0, width - 1)}…`;
}

/** A word longer than a line goes on in the next. */
function pieces(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts.length === 0 ? [""] : parts;
}
