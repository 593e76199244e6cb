/** One way to satisfy a rule of Traefik: hosts and paths it names, and what else must hold, in words. */
export interface Alternative {
  readonly hosts: readonly string[];
  readonly paths: readonly TraefikPath[];
  readonly others: readonly string[];
}

export interface TraefikPath {
  readonly path: string;
  readonly pathType: "Exact" | "Prefix" | "ImplementationSpecific";
}

/**
 * The alternatives of a rule (Host(`a`) && (PathPrefix(`/x`) || Path(`/y`))), its `||` multiplied out; undefined where it
 * does not parse, or has more alternatives than anybody writes. Several arguments of one matcher are alternatives, as
 * version 2 has it. Negations, regular expressions and matchers on other things go to `others` as they stand.
 */
export function parseTraefikRule(rule: string): readonly Alternative[] | undefined {
  const tokens = tokensOf(rule);
  if (tokens === undefined) return undefined;
  const parser = { tokens, next: 0, depth: 0 };
  const alternatives = either(parser);
  return parser.next === tokens.length ? alternatives : undefined;
}

type Token =
  | { readonly kind: "(" | ")" | "!" | "&&" | "||" }
  | {
      readonly kind: "matcher";
      readonly name: string;
      readonly values: readonly string[];
      readonly text: string;
    };

interface Parser {
  readonly tokens: readonly Token[];
  next: number;
  /** Parentheses and negations that are open. */
  depth: number;
}

/** Nobody nests rules so deep; the parser would run out of stack. */
const DEEPEST = 100;

const MOST_ALTERNATIVES = 200;
const TEXT = String.raw`(?:\`[^\`]*\`|"(?:[^"\\]|\\.)*"|'[^']*')`;
/** No two parts of it take the same blanks, so that no text takes long. */
const TOKEN = new RegExp(
  String.raw`\s*(?:(&&|\|\||!|\(|\))|([A-Za-z]\w*)\s*\(\s*(${TEXT}(?:\s*,\s*${TEXT})*)\s*(?:,\s*)?\))`,
  "y",
);

function tokensOf(rule: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const written = rule.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < written.length) {
    const match = TOKEN.exec(written);
    if (match === null) return undefined;
    const [, sign, name, list = ""] = match;
    if (name === undefined) tokens.push({ kind: sign as "(" });
    else {
      const values = [...list.matchAll(/`([^`]*)`|"((?:[^"\\]|\\.)*)"|'([^']*)'/g)];
      tokens.push({
        kind: "matcher",
        name: name.toLowerCase(),
        values: values.map((value) => value[1] ?? value[2] ?? value[3] ?? ""),
        text: `${name}(${list.trim()})`,
      });
    }
  }
  return tokens.length === 0 ? undefined : tokens;
}

function either(parser: Parser): readonly Alternative[] | undefined {
  let all = both(parser);
  while (all !== undefined && parser.tokens[parser.next]?.kind === "||") {
    parser.next++;
    const more = both(parser);
    all = more === undefined ? undefined : bounded([...all, ...more]);
  }
  return all;
}

function both(parser: Parser): readonly Alternative[] | undefined {
  let all = one(parser);
  while (all !== undefined && parser.tokens[parser.next]?.kind === "&&") {
    parser.next++;
    const more = one(parser);
    if (more === undefined || all.length * more.length > MOST_ALTERNATIVES) return undefined;
    all = all.flatMap((left) => more.flatMap((right) => joined(left, right)));
  }
  return all;
}

function one(parser: Parser): readonly Alternative[] | undefined {
  const token = parser.tokens[parser.next++];
  if (token?.kind === "matcher") return matcher(token.name, token.values, token.text);
  if (parser.depth >= DEEPEST) return undefined;
  parser.depth++;
  const alternatives = inner(parser, token);
  parser.depth--;
  return alternatives;
}

function inner(parser: Parser, token: Token | undefined): readonly Alternative[] | undefined {
  if (token?.kind === "(") {
    const inside = either(parser);
    return parser.tokens[parser.next++]?.kind === ")" ? inside : undefined;
  }
  if (token?.kind !== "!") return undefined;
  const from = parser.next;
  if (one(parser) === undefined) return undefined;
  const text = parser.tokens
    .slice(from, parser.next)
    .map((part) => (part.kind === "matcher" ? part.text : ` ${part.kind} `))
    .join("");
  return [{ hosts: [], paths: [], others: [`!${text}`] }];
}

function matcher(name: string, values: readonly string[], text: string): readonly Alternative[] {
  switch (name) {
    case "host":
    case "hostsni":
      return values.map((host) => ({
        hosts: [host === "*" ? "" : host.toLowerCase()],
        paths: [],
        others: [],
      }));
    case "path":
    case "pathprefix": {
      const pathType = name === "path" ? "Exact" : "Prefix";
      // Version 2 takes regular expressions in braces here.
      return values.map((path) =>
        path.includes("{")
          ? { hosts: [], paths: [{ path, pathType: "ImplementationSpecific" as const }], others: [] }
          : { hosts: [], paths: [{ path, pathType }], others: [] },
      );
    }
    case "pathregexp":
      return values.map((path) => ({
        hosts: [],
        paths: [{ path, pathType: "ImplementationSpecific" as const }],
        others: [],
      }));
    default:
      return [{ hosts: [], paths: [], others: [text] }];
  }
}

/** Two different hosts at once are never satisfied; of two paths the second narrows the first down. */
function joined(left: Alternative, right: Alternative): readonly Alternative[] {
  const hosts = [...new Set([...left.hosts, ...right.hosts])].filter((host) => host !== "");
  if (hosts.length > 1) return [];
  const anyHost = left.hosts.length + right.hosts.length > 0;
  return [
    {
      hosts: hosts.length === 0 && anyHost ? [""] : hosts,
      paths: [...left.paths, ...right.paths],
      others: [...left.others, ...right.others],
    },
  ];
}

function bounded(all: readonly Alternative[]): readonly Alternative[] | undefined {
  return all.length > MOST_ALTERNATIVES ? undefined : all;
}
