import { type Token, tokensOf } from "./selector-tokens.ts";

/** A parsed selector of Calico's. */
export type Expression =
  | { readonly kind: "all" }
  | { readonly kind: "global" }
  | { readonly kind: "has"; readonly label: string }
  | {
      readonly kind: "compare";
      readonly label: string;
      readonly operator: Comparison;
      readonly value: string;
    }
  | { readonly kind: "in"; readonly label: string; readonly values: readonly string[]; readonly not: boolean }
  | { readonly kind: "not"; readonly term: Expression }
  | { readonly kind: "and" | "or"; readonly terms: readonly Expression[] };

export type Comparison = (typeof COMPARISONS)[number];

const COMPARISONS = ["==", "!=", "contains", "starts with", "ends with"] as const;

/** Reads a selector; an empty one selects all. Undefined where the text is none (libcalico-go's parser.go). */
export function parseSelector(text: string): Expression | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  if (tokens[0]?.kind === "end") return { kind: "all" };
  const reader = new Reader(tokens);
  const expression = reader.or();
  return reader.next().kind === "end" ? expression : undefined;
}

/** Deeper than anybody writes; keeps a hostile text from filling the stack. */
const DEEPEST = 200;

class Reader {
  #at = 0;
  #depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  next(): Token {
    const token = this.tokens[this.#at] ?? END;
    this.#at++;
    return token;
  }

  #taken(kind: Token["kind"]): boolean {
    if (this.tokens[this.#at]?.kind !== kind) return false;
    this.#at++;
    return true;
  }

  /** `||` binds loosest. */
  or(): Expression | undefined {
    return this.#list("or", "||", () => this.#list("and", "&&", () => this.#operation()));
  }

  #list(
    kind: "and" | "or",
    separator: "&&" | "||",
    read: () => Expression | undefined,
  ): Expression | undefined {
    const terms: Expression[] = [];
    do {
      const term = read();
      if (term === undefined) return undefined;
      terms.push(term);
    } while (this.#taken(separator));
    return terms.length === 1 ? terms[0] : { kind, terms };
  }

  #operation(): Expression | undefined {
    let negated = false;
    while (this.#taken("!")) negated = !negated;
    const term = this.#plain();
    return negated && term !== undefined ? { kind: "not", term } : term;
  }

  #plain(): Expression | undefined {
    const token = this.next();
    switch (token.kind) {
      case "all":
      case "global":
        return { kind: token.kind };
      case "has":
        return { kind: "has", label: token.text };
      case "label":
        return this.#comparison(token.text);
      case "(": {
        if (++this.#depth > DEEPEST) return undefined;
        const inner = this.or();
        this.#depth--;
        return this.#taken(")") ? inner : undefined;
      }
      default:
        return undefined;
    }
  }

  #comparison(label: string): Expression | undefined {
    const operator = this.next();
    if (operator.kind === "in" || operator.kind === "not in") {
      const values = this.#values();
      return values === undefined
        ? undefined
        : { kind: "in", label, values, not: operator.kind === "not in" };
    }
    const comparison = COMPARISONS.find((one) => one === operator.kind);
    const value = this.next();
    if (comparison === undefined || value.kind !== "string") return undefined;
    return { kind: "compare", label, operator: comparison, value: value.text };
  }

  /** `{"a", "b"}`; may be empty and may end in a comma. */
  #values(): readonly string[] | undefined {
    if (!this.#taken("{")) return undefined;
    const values: string[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === "}") return values;
      if (token.kind !== "string") return undefined;
      values.push(token.text);
      if (this.#taken(",")) continue;
      return this.#taken("}") ? values : undefined;
    }
  }
}

const END: Token = { kind: "end" };
