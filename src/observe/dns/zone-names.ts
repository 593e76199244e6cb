/**
 * The full name that a word of a zone file stands for: lower case, without the last dot, the root as "". What a host's
 * name cannot hold stays escaped (`\.`, `\000`), so it is never taken for a name it is not.
 */
export function absoluteName(
  word: string,
  origin: string | undefined,
): string | { readonly problem: string } {
  if (word === "@") return origin ?? noOrigin(word);
  const labels = labelsOf(word);
  if (labels === undefined) return { problem: `${JSON.stringify(word)} is no name` };
  const absolute = labels.at(-1) === "";
  if (!absolute && origin === undefined) return noOrigin(word);
  const name = absolute ? labels.slice(0, -1).join(".") : [...labels, ...(origin ? [origin] : [])].join(".");
  return name.length > 253 ? { problem: `the name ${JSON.stringify(name)} is longer than 253` } : name;
}

function noOrigin(word: string): { readonly problem: string } {
  return {
    problem: `${JSON.stringify(word)} is relative to a zone the file does not name: put $ORIGIN and the zone's name (with a dot at its end) at the top`,
  };
}

/** `a\.b.example.` has the labels `a\.b`, `example` and an empty one for the root; undefined: an empty label in between. */
function labelsOf(word: string): string[] | undefined {
  if (word === ".") return [""];
  const labels = [""];
  for (const [piece] of word.matchAll(/\\\d{3}|\\.|\\$|[^\\]/gsu)) {
    if (piece === ".") labels.push("");
    else labels[labels.length - 1] += plain(piece);
  }
  const inner = labels.at(-1) === "" ? labels.slice(0, -1) : labels;
  const right = inner.length > 0 && inner.every((label) => label !== "" && lengthOf(label) <= 63);
  return right ? labels : undefined;
}

function lengthOf(label: string): number {
  return label.replace(/\\\d{3}|\\./g, "x").length;
}

/** An escape of a letter, a digit or what else names are made of is the character itself. */
function plain(piece: string): string {
  const code = /^\\\d{3}$/.test(piece) ? Number(piece.slice(1)) : undefined;
  const character = code === undefined ? piece.replace(/^\\(?=.)/s, "") : String.fromCharCode(code);
  if (/^[A-Za-z0-9_*/+=:-]$/.test(character)) return character.toLowerCase();
  if (code !== undefined) return piece;
  if (piece.startsWith("\\")) return piece;
  return /^[\x21-\x7e]$/.test(character)
    ? character
    : `\\${String(character.codePointAt(0)).padStart(3, "0")}`;
}
