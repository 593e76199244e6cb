/**
 * A few literal pieces, as regular expression source, one of which stands in any text that names one of the
 * names. Nodes are named alike (worker-1 ... worker-300), so their common beginning serves for all of them.
 */
export function nameTriggers(names: readonly string[]): readonly string[] {
  const groups = new Map<string, string>();
  for (const name of names) {
    const key = name.slice(0, GROUPED_BY);
    const beginning = groups.get(key);
    groups.set(key, beginning === undefined ? name : commonBeginning(beginning, name));
  }
  return [...groups.values()].map(escapeForRegExp);
}

const GROUPED_BY = 3;

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
