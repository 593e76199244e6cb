/**
 * Whatever stands in a cluster was written by somebody else and may be meant to harm whoever reads the
 * report: names and values go through one of these before they are shown.
 */

/**
 * What a terminal acts on or a reader cannot see: control characters, format characters (bidi overrides,
 * zero-width characters, tags), line separators, lone surrogates, non-characters, and everything else that
 * Unicode says is drawn as nothing.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Most text is: worth a look before the long one. */
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text on one line, with every character that would act or hide written as an escape: `\n`, `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return replaceUnseen(text, (character) => SHORT[character] ?? escapeCode(character));
}

function escapeCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text for XML or HTML, in element content and in quoted attributes alike. Characters that XML 1.0 does not
 * allow at all are among those `visible` writes out.
 */
export function xmlText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? "");
}

/** A zero-width space: breaks a reference without showing. */
const BREAK = "&#8203;";
const MARKUP = /[&<>$\\`*_{}[\]|~@#!%^]/g;

/**
 * A line of prose in Markdown: no markup, no HTML, no links, no @mentions or #references. GitHub and GitLab
 * look for the latter after the Markdown is read, where no backslash helps, so those are broken in two.
 */
export function markdownText(text: string): string {
  return (
    visible(text)
      .replace(MARKUP, (character, at: number, whole: string) => {
        const referring =
          character === "@" || ("#!%~&$^".includes(character) && /["\w]/.test(whole.charAt(at + 1)));
        return inertMarkup(character) + (referring ? BREAK : "");
      })
      .replace(/:(?=\/\/|[\w+\\-]+:)/g, `:${BREAK}`)
      .replace(/www(?=\.)/gi, `$&${BREAK}`)
      .replace(/GH(?=-\d)/gi, `$&${BREAK}`)
      // What opens a list, a heading or a code block where the text starts a line or an item.
      .replace(/^[-+=#]/, "\\$&")
      .replace(/^(\d+)([.)])(?= |$)/, "$1\\$2")
      .replace(/^ | $/g, "&#32;")
  );
}

function inertMarkup(character: string): string {
  if ("&<>$|".includes(character)) return `&#${character.charCodeAt(0)};`;
  return "@#!%^".includes(character) ? character : `\\${character}`;
}

/** Prose inside HTML inside Markdown, where no Markdown is read but mentions and references still are. */
export function markdownHtml(text: string): string {
  return xmlText(text).replace(/@(?=\S)|(?<!&)#(?=\w)/g, `$&${BREAK}`);
}

/**
 * A name or value in Markdown as code, where neither markup nor references are read. Not for table cells,
 * which end at a `|` even inside code.
 */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown === "" || /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The text with every character that `visible` would write out written by `write` instead. */
export function replaceUnseen(text: string, write: (character: string) => string): string {
  return PLAIN_ASCII.test(text) ? text : text.replace(UNSEEN, write);
}
