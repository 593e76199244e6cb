/** A word of a Corefile, with its line (1-based) and whether it was quoted. */
export interface Token {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

/**
 * The words of a Corefile, as Caddy's lexer splits them (coredns/caddy caddyfile/lexer.go): white space parts words, `"`
 * at a word's beginning starts a quoted one in which only `\"` is escaped and lines may break, and `#` at a word's
 * beginning starts a comment.
 */
export function corefileTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  while (at < text.length) {
    const here = text[at] ?? "";
    if (here === "\n") line++;
    if (isSpace(here)) {
      at++;
    } else if (here === "#") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (here === '"') {
      const end = closingQuote(text, at + 1);
      const word = text.slice(at + 1, end);
      tokens.push({ text: word.replaceAll('\\"', '"'), line, quoted: true });
      line += word.split("\n").length - 1;
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && !isSpace(text[at] ?? "")) at++;
      tokens.push({ text: text.slice(start, at), line, quoted: false });
    }
  }
  return tokens;
}

const BYTE_ORDER_MARK = 0xfeff;

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\" && text[at + 1] === '"') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}
