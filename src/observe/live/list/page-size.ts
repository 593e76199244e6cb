/** As kubectl's --chunk-size. */
const MOST_AT_ONCE = 500;

/** A page is held as text and as objects at once: several times this, times the kinds read at once. */
const WANTED_PAGE_BYTES = 8 * 1024 * 1024;

/** Kinds with objects of up to 1 MiB each (Helm releases, dashboards): 500 of them fill the memory. */
const LARGE_OBJECTS: ReadonlySet<string> = new Set(["secrets", "configmaps"]);
const FIRST_OF_LARGE = 100;

export function firstPageSize(plural: string): number {
  return LARGE_OBJECTS.has(plural) ? FIRST_OF_LARGE : MOST_AT_ONCE;
}

/** How many objects to ask for after a page of `count` objects came to `bytes`. */
export function nextPageSize(count: number, bytes: number): number {
  const fitting = Math.floor((WANTED_PAGE_BYTES * count) / Math.max(bytes, 1));
  return Math.min(Math.max(fitting, 1), MOST_AT_ONCE);
}
