/** Small readings of the text around a token. Each looks at a bounded stretch, whatever the string's length. */

const SCHEME = /([a-z][a-z0-9+.-]{0,20}:\\?\/\\?\/)(?:[^\s/@"']*@)?\[?$/i;
const PORT = /\]?:(\d{1,5})(?![\d.:])/y;

/** What stands before a token, as far as it can matter. */
export function before(text: string, start: number, length = 80): string {
  return text.slice(Math.max(0, start - length), start);
}

/** Whether the token is the host of a URL: `https://`, `//`, or with a user in front. */
export function isUrlHost(text: string, start: number): boolean {
  const lead = before(text, start, 3);
  if (lead.endsWith("//") || lead.endsWith("\\/")) return true;
  return /[@[]$/.test(lead) && SCHEME.test(before(text, start));
}

/** The port written right after a token (also after `]`); undefined when there is none. */
export function portAfter(text: string, end: number): string | undefined {
  PORT.lastIndex = end;
  const port = PORT.exec(text)?.[1];
  return port !== undefined && Number(port) > 0 && Number(port) < 65536 ? port : undefined;
}

/**
 * The token with what makes it a place to connect to: `https://10.0.0.5:6443`, `10.0.0.5:6443`. Never the
 * user and password between scheme and host.
 */
export function asWritten(text: string, start: number, end: number): string {
  const scheme = SCHEME.exec(before(text, start))?.[1]?.replaceAll("\\", "") ?? "";
  const port = portAfter(text, end);
  const token = text.slice(start, end);
  const host = text[start - 1] === "[" && text[end] === "]" ? `[${token}]` : token;
  return `${scheme}${host}${port === undefined ? "" : `:${port}`}`;
}

/**
 * Whether the character before a token only looks like part of a word: the letter of an escape sequence
 * (`\n10.0.0.5` inside JSON inside YAML) or the end of a percent escape (`%2F10.0.0.5`).
 */
export function isEscapeBefore(text: string, start: number): boolean {
  return /\\[nrt]$|%[0-9a-f]{2}$/i.test(before(text, start, 3));
}

export function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x61 && code <= 0x7a)
  );
}
