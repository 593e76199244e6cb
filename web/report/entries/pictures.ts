import type { EntryTargetSection, EntryView, EntryWay } from "../../../src/report/entries-section.ts";

/** How visitors come to one place in some states, in which nothing about it differs. */
export interface Picture {
  readonly states: readonly string[];
  readonly ways: readonly { readonly way: EntryWay; readonly view: EntryView }[];
}

/** One picture for each set of states that look the same, in the order of the move. */
export function picturesOf({ ways }: EntryTargetSection, states: readonly string[]): readonly Picture[] {
  const pictures = new Map<string, Picture & { states: string[] }>();
  for (const state of states) {
    const shown = ways.flatMap((way, at) => {
      const index = way.views.findIndex((view) => view.states.includes(state));
      const view = way.views[index];
      return view === undefined ? [] : [{ way, view, key: `${at} ${index}` }];
    });
    if (shown.length === 0) continue;
    const key = shown.map((one) => one.key).join(", ");
    const there = pictures.get(key);
    if (there === undefined) pictures.set(key, { states: [state], ways: shown });
    else there.states.push(state);
  }
  return [...pictures.values()];
}
