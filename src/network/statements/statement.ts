import { it } from "vitest";

/** The numbers that have a test so far. */
const shown = new Set<number>();

/** The test of one numbered statement about networks. */
export function statement(number: number, title: string, test: () => void): void {
  shown.add(number);
  it(`statement ${number}: ${title}`, test);
}

/** The same test for several cases; `%s` in the title is the case, or the first part of it. */
export function statementEach<const T>(
  number: number,
  cases: readonly T[],
  title: string,
  test: (one: T) => void,
): void {
  for (const one of cases) {
    const name = String(Array.isArray(one) ? one[0] : one);
    statement(
      number,
      title.replace("%s", () => name),
      () => test(one),
    );
  }
}

export function shownStatements(): readonly number[] {
  return [...shown].sort((a, b) => a - b);
}
