/** A document may unfold to this many values whatever its size, and to this many more for each character. */
const FREE = 100_000;
const PER_CHARACTER = 2;

/**
 * Copies what YAML aliases share, so that each place in the tree is its own. Throws a RangeError when nine
 * lines unfold to billions ("billion laughs"): kubectl refuses such a document too.
 */
export function unshare(value: unknown, length: number): unknown {
  const sizes = new Map<object, number>();
  const limit = FREE + PER_CHARACTER * length;
  const size = sizeOf(value, sizes, limit);
  if (size > limit) throw new RangeError("its aliases unfold to far more than the document holds");
  return sizes.size === 0 || size === sizes.size ? value : copy(value);
}

function sizeOf(value: unknown, sizes: Map<object, number>, limit: number): number {
  if (typeof value !== "object" || value === null) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  // An alias inside its own anchor would never end.
  sizes.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const entry of Object.values(value)) {
    size += sizeOf(entry, sizes, limit);
    if (size > limit) break;
  }
  sizes.set(value, size);
  return size;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const out: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (key !== "__proto__") out[key] = copy(entry);
  }
  return out;
}
