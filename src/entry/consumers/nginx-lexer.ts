/** One directive of an nginx configuration. */
export interface Directive {
  readonly name: string;
  /** Its words, quotes taken off. */
  readonly words: readonly string[];
  /** The directives whose blocks it stands in, outermost first. */
  readonly inside: readonly string[];
  /** Equal for the directives of one block; 0 outside of all. */
  readonly block: number;
  /** The text of a Lua block, which has a syntax of its own. */
  readonly lua?: string;
}

/**
 * The directives of a piece of nginx configuration, as nginx reads it (src/core/ngx_conf_file.c): words end at white
 * space, `;`, `{` or `}`, a quote at a word's beginning lasts to the same quote, `\` takes the next character as it is,
 * `${` belongs to the word, and `#` at a word's beginning starts a comment. What is cut off at the end still counts.
 */
export function nginxDirectives(text: string): readonly Directive[] {
  const found: Directive[] = [];
  const open: Pick<Directive, "inside" | "block">[] = [];
  const outside: Pick<Directive, "inside" | "block"> = { inside: [], block: 0 };
  let blocks = 0;
  let words: string[] = [];
  let at = 0;
  const end = (lua?: string): void => {
    const [name, ...rest] = words;
    const { inside, block } = open.at(-1) ?? outside;
    if (name !== undefined)
      found.push({ name, words: rest, inside, block, ...(lua === undefined ? {} : { lua }) });
    words = [];
  };
  while (at < text.length) {
    const here = text[at] ?? "";
    if (isSpace(here)) at++;
    else if (here === "#") at = lineEnd(text, at);
    else if (here === ";") {
      end();
      at++;
    } else if (here === "{") {
      const name = words[0] ?? "";
      if (name.endsWith("_by_lua_block")) {
        const close = closingBrace(text, at + 1);
        end(text.slice(at + 1, close));
        at = close + 1;
        continue;
      }
      end();
      const { inside } = open.at(-1) ?? outside;
      open.push({ inside: inside.length < DEEPEST ? [...inside, name] : inside, block: ++blocks });
      at++;
    } else if (here === "}") {
      end();
      open.pop();
      at++;
    } else {
      const word = here === '"' || here === "'" ? quotedWord(text, at) : plainWord(text, at);
      words.push(word.text);
      at = word.next;
    }
  }
  end();
  return found;
}

/** Names of blocks are kept so deep; nobody nests deeper. */
const DEEPEST = 100;

interface Word {
  readonly text: string;
  readonly next: number;
}

function quotedWord(text: string, start: number): Word {
  const quote = text[start];
  let out = "";
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    if (text[at] === "\\") at++;
    out += text[at] ?? "";
    at++;
  }
  return { text: out, next: at + 1 };
}

function plainWord(text: string, start: number): Word {
  let at = start;
  let variable = false;
  while (at < text.length) {
    const here = text[at] ?? "";
    if (isSpace(here) || here === ";") break;
    if (here === "{") {
      if (text[at - 1] !== "$") break;
      variable = at > start;
    }
    // The brace of ${name} closes there; any other ends the word.
    if (here === "}") {
      if (!variable) break;
      variable = false;
    }
    at += here === "\\" ? 2 : 1;
  }
  return { text: text.slice(start, at), next: Math.max(at, start + 1) };
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found < 0 ? text.length : found;
}

/** Where a Lua block ends: braces in its strings and comments are none. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const here = text[at] ?? "";
    if (here === '"' || here === "'") {
      at = quotedWord(text, at).next;
      continue;
    }
    if (here === "-" && text[at + 1] === "-") {
      at = lineEnd(text, at);
      continue;
    }
    if (here === "{") depth++;
    if (here === "}" && --depth === 0) return at;
    at++;
  }
  return text.length;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}
