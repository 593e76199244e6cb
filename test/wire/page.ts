import { asMarkdown, type Table } from "./tables.ts";

export const PAGE = "docs/entry/wire.md";

const START = "<!-- tables: written by npm run truth:entry -- --docs -->";
const END = "<!-- /tables -->";

/** The page with these tables in the place of those it has. */
export function inPage(page: string, tables: readonly Table[]): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${PAGE} has no place for its tables (${START} ... ${END})`);
  return `${page.slice(0, start)}${START}\n\n${tables.map(asMarkdown).join("\n\n")}\n\n${page.slice(end)}`;
}
