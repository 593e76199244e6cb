/**
 * Tokens of Calico's selector language, as libcalico-go/lib/selector/tokenizer has them: an operator word is looked
 * for only right after a label, so a label may be called `in` or `contains`.
 */
export type Token =
  | { readonly kind: "label" | "string" | "has"; readonly text: string }
  | { readonly kind: Mark };

type Mark = (typeof MARKS)[number][1] | (typeof WORDS)[number][1] | "all" | "global" | "end";

const MARKS = [
  ["==", "=="],
  ["!=", "!="],
  ["&&", "&&"],
  ["||", "||"],
  ["!", "!"],
  ["(", "("],
  [")", ")"],
  ["{", "{"],
  ["}", "}"],
  [",", ","],
] as const;

const WORDS = [
  [/^contains/, "contains"],
  [/^starts[ \t]*with/, "starts with"],
  [/^ends[ \t]*with/, "ends with"],
  [/^not[ \t]*in/, "not in"],
  [/^in/, "in"],
] as const;

const LABEL = /^[a-zA-Z0-9_./-]{1,512}/;
const STRING = /^(?:"([^"]*)"|'([^']*)')/;
const HAS = /^has\([ \t]*([a-zA-Z0-9_./-]{1,512})[ \t]*\)/;
const CALLS = [
  [/^all\([ \t]*\)/, "all"],
  [/^global\([ \t]*\)/, "global"],
] as const;

/** The tokens with `end` last; undefined where the text is no selector. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let rest = text.replace(/^[ \t]+/, "");
  while (rest !== "") {
    const found = nextToken(rest, tokens.at(-1));
    if (found === undefined) return undefined;
    tokens.push(found.token);
    rest = rest.slice(found.length).replace(/^[ \t]+/, "");
  }
  tokens.push({ kind: "end" });
  return tokens;
}

function nextToken(rest: string, last: Token | undefined): { token: Token; length: number } | undefined {
  for (const [text, kind] of MARKS) {
    if (rest.startsWith(text)) return { token: { kind }, length: text.length };
  }
  const string = STRING.exec(rest);
  if (string !== null) {
    return { token: { kind: "string", text: string[1] ?? string[2] ?? "" }, length: string[0].length };
  }
  if (last?.kind === "label") return firstOf(WORDS, rest);
  const has = HAS.exec(rest);
  if (has !== null) return { token: { kind: "has", text: has[1] ?? "" }, length: has[0].length };
  if (rest.startsWith("has(")) return undefined;
  const call = firstOf(CALLS, rest);
  if (call !== undefined || rest.startsWith("all(") || rest.startsWith("global(")) return call;
  const label = LABEL.exec(rest);
  return label === null ? undefined : { token: { kind: "label", text: label[0] }, length: label[0].length };
}

function firstOf(
  patterns: readonly (readonly [RegExp, Mark])[],
  rest: string,
): { token: Token; length: number } | undefined {
  for (const [pattern, kind] of patterns) {
    const match = pattern.exec(rest);
    if (match !== null) return { token: { kind }, length: match[0].length };
  }
  return undefined;
}
