/** Where a text stops being JSON (index into the text), and why. Never quotes the text: it may hold secrets. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

/** Every token of JSON; anything between two of them is a fault. */
const TOKEN =
  /[ \t\r\n]+|[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;

const WANTED = {
  value: "a value is missing",
  key: "a key in double quotes is missing",
  colon: "a colon after a key is missing",
  comma: "a comma or a closing bracket is missing",
} as const;

/** Finds the first fault in a text that JSON.parse refused; V8's own message quotes what stands there. */
export function faultIn(text: string): JsonFault {
  const open: string[] = [];
  let wanted: keyof typeof WANTED = "value";
  TOKEN.lastIndex = 0;
  let offset = 0;
  while (offset < text.length) {
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) break;
    const first = token[0] ?? "";
    if (!" \t\r\n".includes(first)) {
      const next = step(first, wanted, open, text, TOKEN.lastIndex);
      if (next === undefined) break;
      wanted = next;
    }
    offset = TOKEN.lastIndex;
  }
  return { offset: Math.min(offset, text.length), reason: `no valid JSON: ${WANTED[wanted]}` };
}

type Wanted = keyof typeof WANTED;

/** What must come after a token that starts with `first`; undefined when the token itself is out of place. */
function step(first: string, wanted: Wanted, open: string[], text: string, next: number): Wanted | undefined {
  if (first === "}" || first === "]") {
    const empty = /[{[]\s*$/.test(text.slice(Math.max(0, next - 200), next - 1));
    const fits = open.at(-1) === (first === "}" ? "{" : "[") && (wanted === "comma" || empty);
    if (!fits) return undefined;
    open.pop();
    return "comma";
  }
  switch (wanted) {
    case "colon":
      return first === ":" ? "value" : undefined;
    case "comma":
      if (first !== "," || open.length === 0) return undefined;
      return open.at(-1) === "{" ? "key" : "value";
    case "key":
      return first === '"' ? "colon" : undefined;
    default:
      if (first === "," || first === ":") return undefined;
      if (first !== "{" && first !== "[") return "comma";
      open.push(first);
      return first === "{" ? "key" : "value";
  }
}
