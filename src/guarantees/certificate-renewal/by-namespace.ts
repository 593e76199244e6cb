/** Things by the namespace they are in: one finding for each, however many there are. */
export function byNamespace<Thing>(
  things: readonly Thing[],
  namespaceOf: (thing: Thing) => string | undefined,
): readonly (readonly [Thing, ...Thing[]])[] {
  const found = new Map<string, [Thing, ...Thing[]]>();
  for (const thing of things) {
    const key = namespaceOf(thing) ?? "";
    const there = found.get(key);
    if (there === undefined) found.set(key, [thing]);
    else there.push(thing);
  }
  return [...found.values()];
}
