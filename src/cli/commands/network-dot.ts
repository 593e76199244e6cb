import { visible } from "../../report/escape.ts";

/** A quoted DOT string: nothing in it is read as DOT, HTML or an escape of Graphviz. */
export function dotString(text: string): string {
  return `"${dotEscaped(text)}"`;
}

/** Lines of a label, each kept on its own line. */
export function dotLabel(lines: readonly string[]): string {
  return `"${lines.map(dotEscaped).join("\\n")}"`;
}

function dotEscaped(text: string): string {
  return visible(text).replace(/[\\"]/g, "\\$&");
}

const MOST_LINES = 12;

/** The first of many names, and how many more there are. */
export function fewNames(names: readonly string[]): readonly string[] {
  if (names.length <= MOST_LINES) return names;
  return [...names.slice(0, MOST_LINES - 1), `and ${names.length - MOST_LINES + 1} more`];
}
