import type { Columns, FlowLine } from "./flow-graph.ts";

/**
 * The row of each node in its tier: the first answer goes straight on, the others branch off below it. A branch takes
 * the first row in which it, and the lines along it, have the place to themselves.
 */
export function rowsOf(
  start: string,
  lines: readonly FlowLine[],
  columns: Columns,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const taken = new Set<string>();
  const next = new Map<string, string[]>();
  for (const { from, to, onwards } of lines) {
    if (!onwards) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const column = (id: string): number => columns.of.get(id) ?? 0;
  const tier = (id: string): number => columns.tiers.findIndex(([, last]) => column(id) <= last);

  function place(first: string, parent: string | undefined): void {
    const chain = chainFrom(first);
    const isBelow = parent !== undefined && tier(parent) === tier(first);
    const before = isBelow ? column(parent) : (columns.tiers[tier(first)]?.[0] ?? 0) - 1;
    const cells = Array.from(
      { length: column(chain.at(-1) ?? first) - before },
      (_, index) => before + 1 + index,
    );
    let row = isBelow ? (rows.get(parent) ?? 0) + 1 : 0;
    while (cells.some((cell) => taken.has(`${tier(first)} ${cell} ${row}`))) row++;
    for (const cell of cells) taken.add(`${tier(first)} ${cell} ${row}`);
    for (const id of chain) rows.set(id, row);
    for (const id of chain.toReversed()) {
      for (const to of next.get(id) ?? []) if (!rows.has(to)) place(to, id);
    }
  }

  function chainFrom(first: string): readonly string[] {
    const chain = [first];
    for (let here = first; ; ) {
      const on = next.get(here)?.find((id) => !rows.has(id) && !chain.includes(id));
      if (on === undefined || tier(on) !== tier(first) || column(on) <= column(here)) return chain;
      chain.push(on);
      here = on;
    }
  }

  place(start, undefined);
  for (const id of columns.of.keys()) if (!rows.has(id)) place(id, undefined);
  return rows;
}
