/**
 * Remembers what was made for an object, so that states of a move that share it ask once. Makes nothing anew while the
 * object is the same.
 */
export function remembering<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const there = known.get(key);
    if (there !== undefined) return there.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}
