import type { Bitset } from "../bitset.ts";
import type { ClassChange } from "./class-changes.ts";

/**
 * Makes few of many: changes that differ in nothing but who begins them are one, and then those that differ in
 * nothing but where they go. Sets stay full products, so that nothing is claimed that is not so.
 */
export function joinChanges(changes: readonly ClassChange[]): readonly ClassChange[] {
  return joinBy(joinBy(changes, "to", "from"), "from", "to");
}

function joinBy(
  changes: readonly ClassChange[],
  same: "from" | "to",
  joined: "from" | "to",
): readonly ClassChange[] {
  const byKey = new Map<string, { first: ClassChange; sets: Bitset[] }>();
  for (const one of changes) {
    const key = `${one.change} ${one.ports.id} ${sparse(one[same])}`;
    const there = byKey.get(key);
    if (there === undefined) byKey.set(key, { first: one, sets: [one[joined]] });
    else there.sets.push(one[joined]);
  }
  return [...byKey.values()].map(({ first, sets }) =>
    sets.length === 1 ? first : { ...first, [joined]: sets.reduce((sum, set) => sum.or(set)) },
  );
}

/** Most sets hold few classes: only words with a member are written. */
function sparse({ words }: Bitset): string {
  let text = "";
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) text += `${at}:${words[at]},`;
  return text;
}
