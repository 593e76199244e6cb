import { corefileTokens, type Token } from "./corefile-tokens.ts";

/** One line of a server block (or of a plugin's own block): `forward . 10.0.0.1 { force_tcp }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[];
  readonly line: number;
}

/** A server block: the zones it answers for, each with its port, and what it does. */
export interface ServerBlock {
  /** As written: `corp.example.com:53`, `dns://.:1053`. */
  readonly keys: readonly string[];
  readonly directives: readonly Directive[];
  readonly line: number;
}

export interface Corefile {
  readonly servers: readonly ServerBlock[];
  /** Imported files nobody could give. */
  readonly missing: readonly string[];
  /** Why the text is no Corefile, where it is none; what stands before is kept. */
  readonly problem: string | undefined;
}

/** Gives the texts an `import` of a file or a glob stands for; undefined where that is not known. */
export type ReadImport = (pattern: string) => readonly string[] | undefined;

/**
 * Reads a Corefile: server blocks with their plugins, snippets (`(name) { ... }`), imports of both, nested blocks,
 * `{$VARIABLES}` left as they are. Everything without a brace is one server block whose keys stand on the first line, as
 * Caddy has it (caddyfile/parse.go).
 */
export function parseCorefile(text: string, readImport: ReadImport = () => undefined): Corefile {
  const parser = new Parser(readImport);
  parser.file(corefileTokens(text));
  return { servers: parser.servers, missing: [...parser.missing], problem: parser.problem };
}

/** Deeper imports and blocks than anybody writes: a file that imports itself ends here. */
const DEEPEST = 20;
/** Nobody's Corefile has more words: imports that import one another would. */
const MOST_TOKENS = 200_000;

class Parser {
  readonly servers: ServerBlock[] = [];
  readonly missing = new Set<string>();
  problem: string | undefined;
  readonly #snippets = new Map<string, readonly Token[]>();
  #expanded = 0;

  constructor(readonly readImport: ReadImport) {}

  file(tokens: readonly Token[], depth = 0): void {
    let at = 0;
    while (at < tokens.length && this.problem === undefined) {
      const first = tokens[at] as Token;
      if (isWord(first, "import") && tokens[at + 1] !== undefined) {
        const name = (tokens[at + 1] as Token).text;
        this.file(this.#imported(name, depth), depth + 1);
        at += 2;
        continue;
      }
      at = this.#server(tokens, at, depth);
    }
  }

  #server(tokens: readonly Token[], start: number, depth: number): number {
    const keys: string[] = [];
    let at = start;
    let braced = false;
    for (let line = (tokens[at] as Token).line; at < tokens.length; at++) {
      const { text, quoted, line: here } = tokens[at] as Token;
      if (!quoted && text === "{") {
        braced = true;
        break;
      }
      // A key with a comma behind it goes on in the next line.
      if (here !== line && !(keys.at(-1) ?? "").endsWith(",")) break;
      line = here;
      keys.push(text);
    }
    const { line } = tokens[start] as Token;
    const end = braced ? closing(tokens, at) : tokens.length;
    if (end < 0) {
      this.problem = `the block of line ${line} is not closed`;
      return tokens.length;
    }
    const body = tokens.slice(braced ? at + 1 : at, end);
    const [name] = keys;
    if (keys.length === 1 && name !== undefined && /^\(.+\)$/.test(name)) {
      this.#snippets.set(name.slice(1, -1), body);
    } else {
      const zones = keys.flatMap((key) => key.split(",")).filter((key) => key !== "");
      this.servers.push({ keys: zones, directives: this.#directives(body, depth), line });
    }
    return end + 1;
  }

  #directives(tokens: readonly Token[], depth: number): readonly Directive[] {
    const found: Directive[] = [];
    let at = 0;
    while (at < tokens.length) {
      const { text: name, line } = tokens[at] as Token;
      const args: string[] = [];
      at++;
      let block: readonly Directive[] = [];
      for (; at < tokens.length && (tokens[at] as Token).line === line; at++) {
        const token = tokens[at] as Token;
        if (!token.quoted && token.text === "{") {
          const end = closing(tokens, at);
          const stop = end < 0 ? tokens.length : end;
          block = depth > DEEPEST ? [] : this.#directives(tokens.slice(at + 1, stop), depth + 1);
          at = stop + 1;
          break;
        }
        args.push(token.text);
      }
      const [file] = args;
      if (name === "import" && file !== undefined) {
        found.push(...this.#directives(this.#imported(file, depth), depth + 1));
      } else {
        found.push({ name, args, block, line });
      }
    }
    return found;
  }

  #imported(name: string, depth: number): readonly Token[] {
    const snippet = this.#snippets.get(name);
    const texts = snippet === undefined && depth <= DEEPEST ? this.readImport(name) : [];
    if (texts === undefined) this.missing.add(name);
    const tokens = depth > DEEPEST ? [] : (snippet ?? corefileTokens((texts ?? []).join("\n")));
    this.#expanded += tokens.length;
    return this.#expanded > MOST_TOKENS ? [] : tokens;
  }
}

function isWord({ text, quoted }: Token, word: string): boolean {
  return text === word && !quoted;
}

/** The place of the brace that closes the one at `open`; -1 where none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { text, quoted } = tokens[at] as Token;
    if (quoted) continue;
    if (text === "{") depth++;
    else if (text === "}" && --depth === 0) return at;
  }
  return -1;
}
